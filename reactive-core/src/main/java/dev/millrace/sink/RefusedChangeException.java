/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import dev.millrace.MillraceException;

/**
 * A sink or a handler can never take a change, and the fault is in the change. For code of the application to fail with
 * when it finds such a one: the item is parked at once, instead of after the attempts that any other failure gets.
 */
public final class RefusedChangeException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message the rule that the change breaks; it is kept and logged, so nothing of what the item holds may be in it
     */
    public RefusedChangeException(String message) {
        super(message);
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
