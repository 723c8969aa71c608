/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import dev.millrace.MillraceException;
import dev.millrace.item.Tenant;

/** A caller reached for another tenant's items. Found before any I/O. */
public final class TenantViolationException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private TenantViolationException(String message) {
        super(message);
    }

    /** The failure for a caller without a tenant of its own that must not choose that one. */
    public static TenantViolationException choosing(Tenant requested) {
        return new TenantViolationException(
                "a caller without a tenant of its own must not choose tenant %s: no role of its opens every tenant"
                        .formatted(requested));
    }

    /** Creates the failure for a caller of one tenant and items of another. */
    public TenantViolationException(Tenant caller, Tenant owner) {
        super("a caller of tenant %s must not touch items of tenant %s".formatted(caller, owner));
    }

    /** Creates the failure for a caller of one tenant and items of every tenant. */
    public TenantViolationException(Tenant caller) {
        super("a caller of tenant %s must not touch items of every tenant".formatted(caller));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
