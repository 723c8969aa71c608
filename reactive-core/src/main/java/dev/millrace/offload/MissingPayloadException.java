/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.MillraceException;
import dev.millrace.item.Tenant;

/** A row points to a payload that its store no longer holds. */
public final class MissingPayloadException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public MissingPayloadException(Tenant owner, PayloadPointer pointer) {
        super("payload %s… of tenant %s, %d bytes, is gone from its store"
                .formatted(pointer.sha256().substring(0, 12), owner, pointer.bytes()));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
