/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import dev.millrace.item.Tenant;
import java.util.Collections;
import java.util.Set;

/**
 * Decides whose items a caller may touch: those of its own tenant, or anybody's with a cross-tenant role.
 *
 * @param crossTenantRoles the roles that open every tenant; compared as they are, case included
 */
public record TenantGuard(Set<String> crossTenantRoles) {

    /** The role that opens every tenant unless others are named. */
    public static final String SYSTEM_ADMIN = "system_admin";

    /** Copies the roles. */
    public TenantGuard {
        crossTenantRoles = Set.copyOf(crossTenantRoles);
    }

    /** The guard that knows one cross-tenant role, {@link #SYSTEM_ADMIN}. */
    public static TenantGuard standard() {
        return new TenantGuard(Set.of(SYSTEM_ADMIN));
    }

    /** Does nothing if the caller may touch the owner's items; else throws {@link TenantViolationException}. */
    public void check(InvokeContext caller, Tenant owner) {
        UserContext user = caller.user();
        if (!user.tenant().equals(owner) && !opensEveryTenant(user)) {
            throw new TenantViolationException(user.tenant(), owner);
        }
    }

    /** Does nothing if the caller may touch every tenant's items; else throws {@link TenantViolationException}. */
    public void checkEveryTenant(InvokeContext caller) {
        if (!opensEveryTenant(caller.user())) {
            throw new TenantViolationException(caller.user().tenant());
        }
    }

    private boolean opensEveryTenant(UserContext user) {
        return !Collections.disjoint(user.roles(), crossTenantRoles);
    }
}
