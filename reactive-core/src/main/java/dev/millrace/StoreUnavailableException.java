/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace;

import org.jspecify.annotations.Nullable;

/** A store did not answer, or asked to be left alone for a while. Nothing was written. */
public final class StoreUnavailableException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
