/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.Announced;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import java.time.Duration;

/** Hears what a runner says of itself. */
public record WatchedRunner(Watch watch) implements SinkListener {

    @Override
    public void started() {
        watch.passes(CrashPoint.RUNNER_STARTED);
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        watch.passes(CrashPoint.RUNNER_APPLIED_HEARD);
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        watch.see(new Announced(
                watch.process(), "tries again after " + cause.getClass().getSimpleName()));
    }
}
