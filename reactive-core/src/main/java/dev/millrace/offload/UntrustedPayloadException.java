/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.MillraceException;
import dev.millrace.item.Tenant;

/**
 * A pointer, or what it points to, is not as we write it: somebody else had a hand in it. The message says which rule is
 * broken, nothing of what the pointer or the object says; for the same reason there is no cause.
 */
public final class UntrustedPayloadException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param owner whose payload it should be
     * @param rule what is wrong, as the rest of a sentence about the payload
     */
    public UntrustedPayloadException(Tenant owner, String rule) {
        super("an offloaded payload of tenant %s %s".formatted(owner, rule));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
