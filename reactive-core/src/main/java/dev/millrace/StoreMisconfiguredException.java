/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace;

import org.jspecify.annotations.Nullable;

/** A store is there but not as it must be: a missing table, a wrong key schema, a denied permission, tables that
 * disagree with each other. */
public final class StoreMisconfiguredException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure; the message names what to mend. */
    public StoreMisconfiguredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
