/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.millrace.context.TenantGuard;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may work for which tenant.
 *
 * @param crossTenantRoles the roles that open every tenant, compared as they are; default {@code system_admin}, or {@code
 *     CROSS_TENANT_ROLES}
 * @param commonTenants the tenants that a user without a tenant of its own may name in a header; default {@code common},
 *     or {@code COMMON_TENANT_CODES}
 */
@ConfigurationProperties("millrace.tenancy")
public record TenancyProperties(
        @DefaultValue(TenantGuard.SYSTEM_ADMIN) Set<String> crossTenantRoles,
        @DefaultValue("common") Set<String> commonTenants) {

    /** Drops what is blank around and between the entries; where nothing is left, the defaults hold. */
    public TenancyProperties {
        crossTenantRoles = orElse(TenantGuard.SYSTEM_ADMIN, stripped(crossTenantRoles));
        commonTenants = orElse("common", stripped(commonTenants).map(tenant -> tenant.toLowerCase(Locale.ROOT)));
    }

    private static Stream<String> stripped(Set<String> entries) {
        return entries.stream().map(String::strip).filter(entry -> !entry.isEmpty());
    }

    private static Set<String> orElse(String fallback, Stream<String> entries) {
        Set<String> left = entries.collect(toUnmodifiableSet());
        return left.isEmpty() ? Set.of(fallback) : left;
    }
}
