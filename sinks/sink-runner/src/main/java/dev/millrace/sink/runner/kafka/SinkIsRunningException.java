/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.MillraceException;
import dev.millrace.parking.SinkId;

/** A sink cannot be set to another position because runners of it are at work. Stop them, and try again. */
public final class SinkIsRunningException extends MillraceException {

    private static final long serialVersionUID = 1L;

    SinkIsRunningException(SinkId sink) {
        super("sink %s has runners at work: stop all of them first".formatted(sink));
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
