/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import org.jspecify.annotations.Nullable;

/** A local engine did not come up. The message ends with the last lines that the engine wrote, if it wrote any. */
public final class EngineStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public EngineStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
