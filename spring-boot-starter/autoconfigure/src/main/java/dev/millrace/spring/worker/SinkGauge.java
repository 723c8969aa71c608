/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.sink.runner.SinkControl;
import dev.millrace.sink.runner.SinkStatus;
import dev.millrace.spring.worker.WorkerStatus.State;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Reads what a sink's runner and its road to Kafka show.
 *
 * @param control the handle on the runner
 * @param status what the runner is doing
 * @param isStalled whether changes are there and none of them comes
 * @param lag how far it is behind
 */
record SinkGauge(SinkControl control, Supplier<SinkStatus> status, BooleanSupplier isStalled, SinkLag lag)
        implements Gauge {

    @Override
    public WorkerStatus read(WorkerStatus told) {
        return told.withState(state(told.state())).withBehind(lag.behind());
    }

    private State state(State told) {
        State running =
                switch (status.get().state()) {
                    case STOPPED -> told;
                    case RUNNING -> State.RUNNING;
                    case PAUSED -> State.PAUSED;
                    case SINK_DOWN -> State.RETRYING;
                    case CIRCUIT_OPEN -> State.CIRCUIT_OPEN;
                };
        return running == State.RUNNING && isStalled.getAsBoolean() ? State.STUCK : running;
    }

    @Override
    public boolean pause() {
        control.pause();
        return true;
    }

    @Override
    public boolean resume() {
        control.resume();
        return true;
    }
}
