/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who calls, from the claims of a token that somebody has verified: this does not.
 *
 * <ul>
 *   <li>The <b>user</b> is a text.
 *   <li>The <b>tenant</b> is a text, and stands whatever the request asks for. Without that claim the tenant is the
 *       requested one, provided the user's roles there open every tenant.
 *   <li>The <b>roles</b> are a list of {@code {"tenant": …, "role": …}}, or a text that holds one. A role without a tenant
 *       counts in every tenant where the user is given no other. A role that opens every tenant is never one tenant's to
 *       give: with a tenant, it is passed over.
 * </ul>
 *
 * <p>Claims that are absent or empty texts are the same. Case counts, except in tenants.
 *
 * @param userClaim the name of the claim that holds the user's id
 * @param tenantClaim the name of the claim that holds the tenant's code
 * @param rolesClaim the name of the claim that holds the roles
 * @param rolesReader reads roles that come as a text
 * @param guard knows which roles open every tenant; the same as that of the services
 */
public record ClaimMapping(
        String userClaim, String tenantClaim, String rolesClaim, RolesReader rolesReader, TenantGuard guard) {

    /** Refuses null. */
    public ClaimMapping {
        requireNonNull(userClaim, "userClaim");
        requireNonNull(tenantClaim, "tenantClaim");
        requireNonNull(rolesClaim, "rolesClaim");
        requireNonNull(rolesReader, "rolesReader");
        requireNonNull(guard, "guard");
    }

    /**
     * The claims of Amazon Cognito: {@code sub}, {@code custom:tenant}, and JSON in {@code custom:roles}; with the
     * {@linkplain TenantGuard#standard() standard} guard.
     */
    public static ClaimMapping cognito(RolesReader rolesReader) {
        return new ClaimMapping("sub", "custom:tenant", "custom:roles", rolesReader, TenantGuard.standard());
    }

    /** The same mapping, with another claim for the user's id. */
    public ClaimMapping withUserClaim(String newUserClaim) {
        return new ClaimMapping(newUserClaim, tenantClaim, rolesClaim, rolesReader, guard);
    }

    /** The same mapping, with another claim for the tenant's code. */
    public ClaimMapping withTenantClaim(String newTenantClaim) {
        return new ClaimMapping(userClaim, newTenantClaim, rolesClaim, rolesReader, guard);
    }

    /** The same mapping, with another claim for the roles. */
    public ClaimMapping withRolesClaim(String newRolesClaim) {
        return new ClaimMapping(userClaim, tenantClaim, newRolesClaim, rolesReader, guard);
    }

    /** The same mapping, with other roles that open every tenant. */
    public ClaimMapping withGuard(TenantGuard newGuard) {
        return new ClaimMapping(userClaim, tenantClaim, rolesClaim, rolesReader, newGuard);
    }

    /**
     * Returns the caller. Throws {@link InvalidClaimException} when the claims do not name one; and if the tenant is the
     * requested one, {@link TenantViolationException} when the user must not choose it, or {@link InvalidValueException}
     * when it is no tenant's code.
     *
     * @param claims the claims by name, as a token's library gives them
     * @param requestedTenant the tenant that the request asks for, such as a header's value; null or empty if none
     */
    public UserContext map(Map<String, ?> claims, @Nullable String requestedTenant) {
        String user = text(userClaim, claims);
        if (user.isEmpty()) {
            throw new InvalidClaimException(userClaim, "must name the user");
        }
        AssignedRoles roles = AssignedRoles.of(rolesClaim, claims.get(rolesClaim), rolesReader)
                .without(guard.crossTenantRoles());
        String own = text(tenantClaim, claims);
        Tenant tenant = own.isEmpty() ? chosen(requestedTenant, roles) : AssignedRoles.tenant(tenantClaim, own);
        return new UserContext(user, tenant, roles.heldIn(tenant));
    }

    private static String text(String claim, Map<String, ?> claims) {
        Object value = claims.get(claim);
        if (value != null && !(value instanceof String)) {
            throw new InvalidClaimException(claim, "must be a text");
        }
        return value == null ? "" : (String) value;
    }

    private Tenant chosen(@Nullable String requestedTenant, AssignedRoles roles) {
        if (requestedTenant == null || requestedTenant.isEmpty()) {
            throw new InvalidClaimException(tenantClaim, "must name a tenant where the request asks for none");
        }
        Tenant tenant = Tenant.of(requestedTenant);
        Set<String> there = roles.heldIn(tenant);
        if (Collections.disjoint(there, guard.crossTenantRoles())) {
            throw TenantViolationException.choosing(tenant);
        }
        return tenant;
    }
}
