/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import java.time.Duration;

/** Notes what a runner tells. */
final class SinkWatch implements SinkListener {

    private final WorkerProgress progress;

    SinkWatch(WorkerProgress progress) {
        this.progress = progress;
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        progress.carried(change);
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        progress.carried(change);
    }

    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        progress.parked(cause);
    }

    @Override
    public void redriven(ChangeRecord change) {
        progress.carried(change);
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        progress.deadLettered(cause);
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        progress.retrying(cause);
    }
}
