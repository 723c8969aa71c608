/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import java.util.concurrent.atomic.AtomicReference;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener;

/**
 * Remembers why a Kinesis client could not start: it tells nobody else.
 *
 * @param cause where to
 */
record FailedStarts(AtomicReference<Throwable> cause) implements WorkerStateChangeListener {

    @Override
    public void onWorkerStateChange(WorkerState newState) {
        // the states tell nothing that the end of the run does not
    }

    @Override
    public void onAllInitializationAttemptsFailed(Throwable failure) {
        cause.set(failure);
    }
}
