/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.MillraceException;

/** The generation of a read model is the one that queries use; it can be dropped when they use another. */
public final class GenerationInUseException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public GenerationInUseException(String readModel, int generation) {
        super("generation %d of %s is in use: let queries use another one first".formatted(generation, readModel));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
