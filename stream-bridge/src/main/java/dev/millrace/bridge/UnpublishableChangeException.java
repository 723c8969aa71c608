/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;

/** A change that Kafka will never take, such as one that is too large for a record. It did not arrive. */
public final class UnpublishableChangeException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure; the message names the rule that the change breaks. */
    public UnpublishableChangeException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
