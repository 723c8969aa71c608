/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which roles a user holds in which tenants, as a claim says. */
record AssignedRoles(List<Assignment> assignments) {

    private static final String TENANT = "tenant";
    private static final String ROLE = "role";

    /** Takes the claim's value as it comes from a token: nothing, a list, or a text for the reader. */
    static AssignedRoles of(String claim, @Nullable Object value, RolesReader reader) {
        if (value == null || "".equals(value)) {
            return new AssignedRoles(List.of());
        } else if (value instanceof String text) {
            return of(claim, read(claim, text, reader));
        } else if (value instanceof List<?> list) {
            return of(claim, list);
        }
        throw new InvalidClaimException(claim, "must be a list of roles, or a text that holds one");
    }

    /** Whatever the reader throws may quote the claim, and is left behind. */
    private static List<?> read(String claim, String text, RolesReader reader) {
        try {
            return Objects.requireNonNull(reader.read(text));
        } catch (RuntimeException unreadable) {
            throw new InvalidClaimException(claim, "must be a text that can be read as a list of roles");
        }
    }

    private static AssignedRoles of(String claim, List<?> entries) {
        return new AssignedRoles(
                entries.stream().map(entry -> assignment(claim, entry)).toList());
    }

    private static Assignment assignment(String claim, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            throw new InvalidClaimException(claim, "must hold a map for each role");
        }
        if (!(map.get(ROLE) instanceof String role) || role.isEmpty()) {
            throw new InvalidClaimException(claim, "must name each role with a text that is not empty");
        }
        return new Assignment(tenant(claim, map.get(TENANT)), role);
    }

    private static @Nullable Tenant tenant(String claim, @Nullable Object value) {
        if (value == null || "".equals(value)) {
            return null;
        } else if (value instanceof String code) {
            return tenant(claim, code);
        }
        throw new InvalidClaimException(claim, "must name a role's tenant with a text");
    }

    /** Reads a tenant's code; the failure names the claim, and not the code. */
    static Tenant tenant(String claim, String code) {
        try {
            return Tenant.of(code);
        } catch (InvalidValueException e) {
            throw new InvalidClaimException(claim, "must name a tenant by its code, which " + e.rule());
        }
    }

    /** Without the roles that open every tenant and are given for one: that is not one tenant's to give. */
    AssignedRoles without(Set<String> crossTenantRoles) {
        return new AssignedRoles(assignments.stream()
                .filter(each -> each.tenant() == null || !crossTenantRoles.contains(each.role()))
                .toList());
    }

    /** The roles given for that tenant; if there are none, those given for every tenant. */
    Set<String> heldIn(Tenant tenant) {
        Set<String> there = givenFor(tenant);
        return there.isEmpty() ? givenFor(null) : there;
    }

    private Set<String> givenFor(@Nullable Tenant tenant) {
        return assignments.stream()
                .filter(each -> Objects.equals(each.tenant(), tenant))
                .map(Assignment::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * One role.
     *
     * @param tenant where it counts; null for everywhere
     */
    record Assignment(@Nullable Tenant tenant, String role) {}
}
