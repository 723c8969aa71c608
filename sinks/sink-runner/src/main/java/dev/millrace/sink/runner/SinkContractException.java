/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.MillraceException;
import dev.millrace.sink.SinkName;

/** A sink did not answer with one outcome per change. That is a bug in the sink. */
public final class SinkContractException extends MillraceException {

    private static final long serialVersionUID = 1L;

    SinkContractException(SinkName sink, int outcomes, int changes) {
        super("sink %s answered %d outcomes for %d changes".formatted(sink, outcomes, changes));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
