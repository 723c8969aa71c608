/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.MillraceException;
import dev.millrace.parking.SinkId;

/** Another run has taken over the rebuild of the sink and goes on with it. */
public final class RebuildTakenOverException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public RebuildTakenOverException(SinkId sink) {
        super("the rebuild of %s was taken over by another run".formatted(sink));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
