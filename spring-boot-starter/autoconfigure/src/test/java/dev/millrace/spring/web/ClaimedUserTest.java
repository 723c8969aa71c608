/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.context.UserContext;
import dev.millrace.spring.TenancyProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product's own rules for claims, headers and roles. */
class ClaimedUserTest {

    private final ClaimedUser users = new ClaimedUser(new AccessGuard(
            new TenancyProperties(Set.of("system_admin"), Set.of(" common ", "shared")),
            new SecurityProperties("", Set.of(), List.of()))::canOverrideTenant);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant-a | tenant-b | [] | tenant-a | ''",
                "TenantA | '' | [{\"tenant\":\"TENANTA\",\"role\":\"admin\"}] | tenanta | admin",
                "tenant-c | '' | [{\"tenant\":\"\",\"role\":\"global-user\"},{\"tenant\":\"tenant-a\",\"role\":\"admin\"}]"
                        + " | tenant-c | global-user",
                "tenant-a | '' | [{\"tenant\":\"\",\"role\":\"global-user\"},{\"tenant\":\"tenant-a\",\"role\":\"tenant-admin\"}]"
                        + " | tenant-a | tenant-admin",
                "tenant-a | '' | [{\"tenant\":null,\"role\":\"global\"}] | tenant-a | global",
                "tenant-a | '' | '' | tenant-a | ''",
                "tenant-a | tenant-z | [{\"tenant\":\"tenant-z\",\"role\":\"admin\"}] | tenant-a | ''",
                "'' | common | [] | common | ''",
                "'' | COMMON | [] | common | ''",
                "'' | Shared | [] | shared | ''",
                "'' | TenantB | [{\"tenant\":\"\",\"role\":\"system_admin\"}] | tenantb | system_admin"
            })
    void claims_come_before_the_header_and_the_tenants_role_before_the_global_one(
            String claimed, String header, String roles, String tenant, String role) {
        UserContext user = users.of(claims("u1", claimed, roles), header);
        assertThat(user.userId()).isEqualTo("u1");
        assertThat(user.tenant().code()).isEqualTo(tenant);
        assertThat(user.roles()).isEqualTo(role.isEmpty() ? Set.of() : Set.of(role));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u1 | '' | '' | [] | neither the token nor the request names a tenant",
                "'' | tenant-a | '' | [] | the token names no user",
                "u1 | tenant-a | '' | no json | the token's roles cannot be read",
                "u1 | tenant-a | '' | [1] | the token's roles cannot be read",
                "u1 | '' | tenant-b | [{\"tenant\":\"tenant-b\",\"role\":\"user\"}] | the user may not choose that tenant",
                "u1 | '' | tenant-b | [{\"tenant\":\"tenant-a\",\"role\":\"system_admin\"}] | the user may not choose that tenant",
                "u1 | '' | tenant-b | [{\"tenant\":\"tenant-b\",\"role\":\" system_admin \"}] | the user may not choose that tenant",
                "u1 | '' | tenant-b | [{\"tenant\":\"tenant-b\",\"role\":\"System_Admin\"}] | the user may not choose that tenant",
                "u1 | a#b | '' | [] | tenant must be 1 to 64"
            })
    void whoever_has_no_tenant_of_its_own_is_refused(
            String user, String claimed, String header, String roles, String reason) {
        assertThatExceptionOfType(RefusedClaimsException.class)
                .isThrownBy(() -> users.of(claims(user, claimed, roles), header))
                .satisfies(refused -> assertThat(refused.reason()).startsWith(reason));
    }

    @Test
    void claims_of_other_types_are_as_if_they_were_not_there() {
        assertThatExceptionOfType(RefusedClaimsException.class)
                .isThrownBy(() -> users.of(Map.of("sub", 7, "custom:tenant", List.of("acme")), ""));
    }

    private static Map<String, Object> claims(String user, String tenant, String roles) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", user);
        claims.put("custom:tenant", tenant);
        claims.put("custom:roles", roles);
        return claims;
    }
}
