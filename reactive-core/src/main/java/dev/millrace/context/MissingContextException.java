/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import dev.millrace.MillraceException;

/** A service was called without an {@link InvokeContext} in the Reactor Context. */
public final class MissingContextException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public MissingContextException() {
        super("no InvokeContext in the Reactor Context: add .contextWrite(invokeContext.asContext()) at the edge,"
                + " or InvokeContext.system(tenant) in a job");
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
