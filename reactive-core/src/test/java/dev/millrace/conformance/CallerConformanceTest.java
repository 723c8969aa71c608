/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.context.ClaimMapping;
import dev.millrace.context.InvalidClaimException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.Origin;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.context.UserContext;
import dev.millrace.item.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Who calls, by claims and header, and what the guard inside the services decides, case by case. */
class CallerConformanceTest {

    private static final String PARSED_BY_THE_TEST = "the roles of this test";

    private final TenantGuard guard = TenantGuard.standard();

    /** A role as a token has it; one without a tenant has an empty one. */
    private record Role(String tenant, String role) {

        Map<String, String> asMap() {
            return Map.of("tenant", tenant, "role", role);
        }
    }

    private static Role role(String tenant, String role) {
        return new Role(tenant, role);
    }

    /** The caller that a token and a header name; a token without a tenant has an empty one. */
    private static UserContext caller(String claim, @Nullable String header, Role... roles) {
        ClaimMapping mapping = ClaimMapping.cognito(text -> {
            if (!text.equals(PARSED_BY_THE_TEST)) {
                throw new IllegalArgumentException("no JSON: " + text);
            }
            return Stream.of(roles).map(Role::asMap).toList();
        });
        Map<String, Object> claims = Map.of("sub", "ada", "custom:tenant", claim, "custom:roles", PARSED_BY_THE_TEST);
        return mapping.map(claims, header);
    }

    private static UserContext user(String tenant, String... roles) {
        return new UserContext("ada", Tenant.of(tenant), Set.of(roles));
    }

    private static void assertMayNotChoose(String header, Role role) {
        assertThatThrownBy(() -> caller("", header, role)).isInstanceOf(TenantViolationException.class);
    }

    private void assertDenied(InvokeContext caller, String owner) {
        assertThatThrownBy(() -> guard.check(caller, Tenant.of(owner))).isInstanceOf(TenantViolationException.class);
    }

    private void assertAllowed(InvokeContext caller, String owner) {
        assertThatCode(() -> guard.check(caller, Tenant.of(owner))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("[C-61] the tenant of the claim counts, not the header's")
    void the_claim_counts() {
        assertThat(caller("tenant-a", "tenant-b")).isEqualTo(user("tenant-a"));
    }

    @Test
    @DisplayName("[C-62] without the claim the header's tenant counts, for a role that opens every tenant and no other")
    void a_header_chooses_for_whom_every_tenant_is_open() {
        assertThat(caller("", "TenantB", role("", "system_admin"))).isEqualTo(user("tenantb", "system_admin"));
        assertMayNotChoose("TenantB", role("", "user"));
    }

    @Test
    @DisplayName("[C-64] the case of tenants does not matter, neither in the claim nor in its roles")
    void case_of_tenants_does_not_matter() {
        assertThat(caller("TenantA", null, role("TENANTA", "admin"))).isEqualTo(user("tenanta", "admin"));
    }

    @Test
    @DisplayName("[C-65] a role without a tenant counts where the user is given no other")
    void a_role_without_a_tenant_counts_everywhere() {
        assertThat(caller("tenant-c", null, role("", "global-user"), role("tenant-a", "admin")))
                .isEqualTo(user("tenant-c", "global-user"));
    }

    @Test
    @DisplayName("[C-66] a role of the tenant counts instead of one without a tenant")
    void a_role_of_the_tenant_wins() {
        assertThat(caller("tenant-a", null, role("", "global-user"), role("tenant-a", "tenant-admin")))
                .isEqualTo(user("tenant-a", "tenant-admin"));
    }

    @Test
    @DisplayName("[C-67] no roles are no roles, not an error")
    void no_roles() {
        assertThat(caller("tenant-a", null)).isEqualTo(user("tenant-a"));
        Map<String, Object> none = Map.of("sub", "ada", "custom:tenant", "tenant-a");
        assertThat(ClaimMapping.cognito(text -> List.of()).map(none, null)).isEqualTo(user("tenant-a"));
    }

    @Test
    @DisplayName("[C-69] roles that cannot be read are an error that does not show them")
    void roles_that_cannot_be_read() {
        Map<String, Object> claims = Map.of("sub", "ada", "custom:tenant", "tenant-a", "custom:roles", "[{secret");
        ClaimMapping mapping = ClaimMapping.cognito(text -> {
            throw new IllegalArgumentException("no JSON: " + text);
        });
        assertThatThrownBy(() -> mapping.map(claims, null))
                .isInstanceOf(InvalidClaimException.class)
                .hasNoCause()
                .hasMessageContaining("custom:roles")
                .hasMessageNotContaining("secret");
    }

    @Test
    @DisplayName("[C-70] claims that name nobody are an error, too")
    void claims_that_name_nobody() {
        ClaimMapping mapping = ClaimMapping.cognito(text -> List.of());
        assertThatThrownBy(() -> mapping.map(Map.of(), null)).isInstanceOf(InvalidClaimException.class);
        assertThatThrownBy(() -> mapping.map(Map.of("sub", "ada"), null)).isInstanceOf(InvalidClaimException.class);
    }

    @Test
    @DisplayName("[C-70] no context is an error, not a caller without a tenant")
    void no_context_is_an_error() {
        StepVerifier.create(InvokeContext.current()).verifyError(MissingContextException.class);
    }

    @Test
    @DisplayName("[C-71] a plain user is denied another tenant")
    void a_plain_user_is_denied() {
        assertMayNotChoose("tenant-b", role("", "user"));
        assertMayNotChoose("tenant-b", role("tenant-b", "user"));
        assertDenied(InvokeContext.of("u", "tenant-a", "user"), "tenant-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "COMMON"})
    @DisplayName("[C-72] a tenant called common is a tenant like any other")
    void no_tenant_is_common(String owner) {
        assertMayNotChoose(owner, role("", "user"));
        assertDenied(InvokeContext.of("u", "tenant-a", "user"), owner);
        assertAllowed(InvokeContext.of("u", owner), "common");
    }

    @Test
    @DisplayName("[C-74] the system_admin of one tenant is denied every other")
    void system_admin_of_one_tenant() {
        assertMayNotChoose("tenant-b", role("tenant-a", "system_admin"));
        UserContext own = caller("tenant-a", null, role("tenant-a", "system_admin"));
        assertDenied(new InvokeContext(own, "", Origin.UNKNOWN), "tenant-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {" system_admin ", "System_Admin", "system_admin\n", "ｓystem_admin"})
    @DisplayName("[C-75] a role that only looks like system_admin is denied")
    void roles_compare_as_they_are(String role) {
        assertMayNotChoose("tenant-b", role("", role));
        assertDenied(InvokeContext.of("u", "tenant-a", role), "tenant-b");
    }

    @Test
    @DisplayName("[C-76] a header of another tenant beside a claim changes nothing")
    void a_header_beside_a_claim() {
        UserContext caller = caller("tenant-a", "tenant-b", role("tenant-a", "admin"));
        assertThat(caller).isEqualTo(user("tenant-a", "admin"));
        assertAllowed(new InvokeContext(caller, "", Origin.UNKNOWN), "tenant-a");
        assertDenied(new InvokeContext(caller, "", Origin.UNKNOWN), "tenant-b");
    }

    @Test
    @DisplayName("[C-77] system_admin opens every tenant, and so do the roles that the guard is given instead")
    void cross_tenant_roles_open_every_tenant() {
        assertAllowed(InvokeContext.of("u", "tenant-a", "system_admin"), "tenant-b");
        TenantGuard other = new TenantGuard(Set.of("auditor"));
        assertThatCode(() -> other.check(InvokeContext.of("u", "tenant-a", "auditor"), Tenant.of("tenant-b")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> other.check(InvokeContext.of("u", "a", "system_admin"), Tenant.of("tenant-b")))
                .isInstanceOf(TenantViolationException.class);
        assertThat(other.crossTenantRoles()).containsExactly("auditor");
    }
}
