/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException.Retry;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimMappingTest {

    private static final String SECRET = "canary";
    private static final RolesReader REFUSING = text -> {
        throw new IllegalStateException(text);
    };

    private final ClaimMapping mapping = ClaimMapping.cognito(REFUSING);

    /** Claims of a user of a tenant, with roles as a library that has parsed them gives them. */
    private static Map<String, Object> claims(@Nullable Object roles) {
        Map<String, Object> claims =
                new HashMap<>(Map.of("sub", "ada", "custom:tenant", "acme", "iss", "https://issuer"));
        claims.put("custom:roles", roles);
        return claims;
    }

    private static Map<String, Object> without(String claim, Object roles) {
        Map<String, Object> claims = claims(roles);
        claims.remove(claim);
        return claims;
    }

    @Test
    void roles_that_are_a_list_already_need_no_reader() {
        List<?> roles = List.of(Map.of("tenant", "acme", "role", "clerk"), Map.of("tenant", "ACME", "role", "buyer"));
        assertThat(mapping.map(claims(roles), null))
                .isEqualTo(new UserContext("ada", Tenant.of("acme"), Set.of("clerk", "buyer")));
    }

    @Test
    void a_role_counts_everywhere_whether_its_tenant_is_absent_or_null_or_empty() {
        Map<String, Object> withNull = new HashMap<>(Map.of("role", "b"));
        withNull.put("tenant", null);
        List<?> roles = List.of(Map.of("role", "a"), withNull, Map.of("tenant", "", "role", "c"));
        assertThat(mapping.map(claims(roles), null).roles()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void what_opens_every_tenant_is_not_one_tenants_to_give() {
        List<?> roles = List.of(Map.of("tenant", "acme", "role", "system_admin"), Map.of("role", "user"));
        assertThat(mapping.map(claims(roles), null).roles()).containsExactly("user");
        assertThat(mapping.withGuard(new TenantGuard(Set.of("auditor")))
                        .map(claims(roles), null)
                        .roles())
                .containsExactly("system_admin");
    }

    @Test
    void a_tenant_is_chosen_by_the_roles_that_the_guard_names() {
        Map<String, Object> auditor = without("custom:tenant", List.of(Map.of("role", "auditor")));
        assertThatThrownBy(() -> mapping.map(auditor, "other"))
                .isInstanceOf(TenantViolationException.class)
                .hasMessageContaining("other");
        assertThat(mapping.withGuard(new TenantGuard(Set.of("auditor")))
                        .map(auditor, "Other")
                        .tenant())
                .isEqualTo(Tenant.of("other"));
    }

    @Test
    void a_role_of_the_chosen_tenant_replaces_the_one_that_would_open_it() {
        Map<String, Object> both = without(
                "custom:tenant", List.of(Map.of("role", "system_admin"), Map.of("tenant", "other", "role", "viewer")));
        assertThatThrownBy(() -> mapping.map(both, "other")).isInstanceOf(TenantViolationException.class);
        assertThat(mapping.map(both, "third").roles()).containsExactly("system_admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "acme#other", "\u0430cme", " "})
    void a_header_that_is_no_tenant_is_refused(String header) {
        Map<String, Object> admin = without("custom:tenant", List.of(Map.of("role", "system_admin")));
        assertThatThrownBy(() -> mapping.map(admin, header)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_header_that_is_no_tenant_does_not_matter_beside_a_claim() {
        assertThat(mapping.map(claims(null), "a b").tenant()).isEqualTo(Tenant.of("acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "custom:tenant"})
    void a_claim_that_is_missing_or_empty_or_no_text_is_named(String claim) {
        Map<String, Object> empty = claims(null);
        empty.put(claim, "");
        Map<String, Object> noText = claims(null);
        noText.put(claim, List.of(SECRET));
        for (Map<String, Object> claims : List.of(without(claim, List.of()), empty, noText)) {
            assertThatThrownBy(() -> mapping.map(claims, null))
                    .isInstanceOfSatisfying(InvalidClaimException.class, refused -> {
                        assertThat(refused.claim()).isEqualTo(claim);
                        assertThat(refused.retry()).isEqualTo(Retry.NEVER);
                        assertThat(refused).hasMessage("claim %s %s", claim, refused.rule());
                    })
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void a_tenant_that_is_none_is_not_shown() {
        Map<String, Object> claims = claims(null);
        claims.put("custom:tenant", SECRET + "#x");
        assertThatThrownBy(() -> mapping.map(claims, null))
                .isInstanceOf(InvalidClaimException.class)
                .hasMessageContaining("custom:tenant")
                .hasMessageNotContaining(SECRET);
    }

    static Stream<Object> malformedRoles() {
        return Stream.of(
                SECRET,
                7,
                Map.of("role", SECRET),
                List.of(SECRET),
                Arrays.asList((Object) null),
                List.of(Map.of("tenant", SECRET)),
                List.of(Map.of("role", "")),
                List.of(Map.of("role", List.of(SECRET))),
                List.of(Map.of("role", SECRET, "tenant", 7)),
                List.of(Map.of("role", SECRET, "tenant", SECRET + "#x")));
    }

    @ParameterizedTest
    @MethodSource("malformedRoles")
    void roles_that_are_malformed_are_refused_by_their_rule_and_not_shown(Object roles) {
        assertThatThrownBy(() -> mapping.map(claims(roles), null))
                .isInstanceOf(InvalidClaimException.class)
                .hasNoCause()
                .hasMessageStartingWith("claim custom:roles must ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void a_reader_that_finds_nothing_is_refused_like_one_that_throws() {
        ClaimMapping careless = ClaimMapping.cognito(text -> null);
        assertThatThrownBy(() -> careless.map(claims("[]"), null)).isInstanceOf(InvalidClaimException.class);
    }

    @Test
    void an_empty_text_is_no_roles() {
        assertThat(mapping.map(claims(""), null).roles()).isEmpty();
    }

    @Test
    void every_claim_may_have_another_name() {
        ClaimMapping other =
                mapping.withUserClaim("email").withTenantClaim("org").withRolesClaim("groups");
        Map<String, Object> claims = Map.of(
                "email", "ada@example.com", "org", "acme", "groups", List.of(Collections.singletonMap("role", "user")));
        assertThat(other.map(claims, null))
                .isEqualTo(new UserContext("ada@example.com", Tenant.of("acme"), Set.of("user")));
    }
}
