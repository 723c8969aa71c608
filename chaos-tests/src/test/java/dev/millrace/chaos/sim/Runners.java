/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.StoreUnavailableException;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.watch.Watch;
import dev.millrace.chaos.watch.WatchedChangeSource;
import dev.millrace.chaos.watch.WatchedDeadLetters;
import dev.millrace.chaos.watch.WatchedParkedChanges;
import dev.millrace.chaos.watch.WatchedRunner;
import dev.millrace.chaos.watch.WatchedSink;
import dev.millrace.sink.runner.DeadLetters;
import dev.millrace.sink.runner.FailureKind;
import dev.millrace.sink.runner.ParkingOptions;
import dev.millrace.sink.runner.RecoveryPolicy;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The runners of the sink. */
record Runners(World world, SimTopic topic, SimGroup group, SimSink sink, SimParked parked, boolean parks)
        implements Fleet.Start {

    private static final int ONE_AT_THE_DOOR = 1;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REFRESH = Duration.ofSeconds(5);

    @Override
    public Mono<Void> start(SimProcess runner, Mono<Void> stop) {
        int maxInFlight = (int) world.between("runner in flight", 1, 12);
        world.note(new Budget(runner.name(), maxInFlight + ONE_AT_THE_DOOR));
        Watch watch = runner.watch();
        SinkRunner runs = SinkRunner.of(
                        new WatchedSink(sink, watch),
                        new WatchedChangeSource(new SimChangeSource(world, topic, group, runner), watch),
                        new WatchedDeadLetters(deadLetters(runner), SimSink.NAME, watch))
                .withOptions(options(world.has(Sabotage.RUNNER_HOARDS) ? 100 : maxInFlight))
                .withListener(new WatchedRunner(watch));
        return (parks ? parking(runs, watch) : runs).runUntil(stop);
    }

    private SinkRunner parking(SinkRunner runner, Watch watch) {
        return runner.withParking(
                new WatchedParkedChanges(parked, watch.writingNothing()),
                SimParked.SINK.module(),
                ParkingOptions.defaults().withPoll(POLL).withRefresh(REFRESH));
    }

    private DeadLetters deadLetters(SimProcess runner) {
        return (delivery, cause, attempts) -> world.pause(world.between("letter", 1, 20))
                .then(Mono.defer(() -> {
                    if (!runner.isAlive()) {
                        return Mono.never();
                    }
                    return world.happens(Trouble.DEAD_LETTERS_DOWN)
                            ? Mono.error(new StoreUnavailableException("the dead letters are down", null))
                            : Mono.empty();
                }));
    }

    private RunnerOptions options(int maxInFlight) {
        Duration pause = Duration.ofMillis(CoarseScheduler.MILLIS);
        return RunnerOptions.defaults()
                .withLanes(1 << world.between("lanes", 0, 3))
                .withMaxBatch((int) world.between("batch", 1, 6))
                .withCompaction(world.between("compaction", 0, 1) == 1)
                .withMaxInFlight(maxInFlight, 1 << 20)
                .withDrainTimeout(Duration.ofSeconds(2))
                .withRecovery(recovery().withPauses(pause, pause).withAttemptTimeout(Duration.ofSeconds(2)))
                .withScheduler(new CoarseScheduler(world.time()));
    }

    private RecoveryPolicy recovery() {
        RecoveryPolicy defaults = RecoveryPolicy.defaults();
        return world.has(Sabotage.OUTAGES_TAKEN_FOR_POISON)
                ? new RecoveryPolicy(
                        failure -> FailureKind.DATA,
                        defaults.firstPause(),
                        defaults.longestPause(),
                        defaults.attemptTimeout(),
                        1,
                        defaults.mostAlike())
                : defaults;
    }
}
