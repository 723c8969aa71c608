/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Runs under random orders, duplicates, delays and failures; virtual time makes each seed repeatable. */
class InterleavingTest {

    private static final int ITEMS = 12;
    private static final int DELIVERIES = 400;
    private static final Duration LONG_ENOUGH = Duration.ofDays(2);

    static LongStream seeds() {
        long first = Long.getLong("millrace.seed", System.nanoTime());
        return LongStream.range(first, first + 150);
    }

    @ParameterizedTest(name = "seed {0} (repeat with -Dmillrace.seed)")
    @MethodSource("seeds")
    void whatever_happens_the_sink_ends_at_the_newest_version_of_every_item(long seed) {
        Random random = new Random(seed);
        Scenario scenario = new Scenario(random, true);

        scenario.run();

        assertThat(scenario.sinkHolds).isEqualTo(scenario.newest);
        assertThat(scenario.source.acknowledged).isEqualTo(scenario.source.offsets());
        assertThat(scenario.underWayTwice).isEmpty();
        assertThat(scenario.deadLetters.letters).isEmpty();
    }

    @ParameterizedTest(name = "seed {0} (repeat with -Dmillrace.seed)")
    @MethodSource("seeds")
    void without_compaction_the_sink_is_shown_every_delivery_of_an_item_in_order(long seed) {
        Scenario scenario = new Scenario(new Random(seed), false);

        scenario.run();

        assertThat(scenario.accepted).isEqualTo(scenario.delivered);
        assertThat(scenario.source.acknowledged).isEqualTo(scenario.source.offsets());
    }

    private static final class Scenario {

        private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
        private final ListSource source = new ListSource();
        private final ListedDeadLetters deadLetters = new ListedDeadLetters();
        private final Map<ItemKey, Long> newest = new HashMap<>();
        private final Map<ItemKey, Long> sinkHolds = new HashMap<>();
        private final Map<ItemKey, List<Long>> delivered = new HashMap<>();
        private final Map<ItemKey, List<Long>> accepted = new HashMap<>();
        private final Set<ItemKey> underWay = new HashSet<>();
        private final List<ChangeRecord> underWayTwice = new ArrayList<>();
        private final Random random;
        private final RunnerOptions options;

        Scenario(Random random, boolean compaction) {
            this.random = random;
            this.options = RunnerOptions.defaults()
                    .withLanes(1 << random.nextInt(4))
                    .withMaxBatch(1 + random.nextInt(8))
                    .withMaxInFlight(1 + random.nextInt(64), 1 + random.nextInt(200))
                    .withCompaction(compaction)
                    .withScheduler(time)
                    .withRecovery(RecoveryPolicy.defaults().withMaxAttempts(1000));
            for (int i = 0; i < DELIVERIES; i++) {
                deliver(Changes.change("item-" + random.nextInt(ITEMS), 1 + random.nextInt(1 + i / 4)));
            }
        }

        private void deliver(ChangeRecord change) {
            source.add(new Delivery.Decoded(change), 1 + random.nextInt(20));
            newest.merge(change.key(), change.version().value(), Math::max);
            delivered
                    .computeIfAbsent(change.key(), key -> new ArrayList<>())
                    .add(change.version().value());
        }

        void run() {
            InstantSink sink = new InstantSink(changes -> Mono.defer(() -> apply(changes)));
            SinkRunner.of(sink, source, deadLetters).withOptions(options).run().subscribe();
            time.advanceTimeBy(LONG_ENOUGH);
        }

        private Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            changes.stream().filter(change -> !underWay.add(change.key())).forEach(underWayTwice::add);
            Mono<List<SinkOutcome>> answer = Mono.fromSupplier(() -> answer(changes));
            Mono<List<SinkOutcome>> timely = random.nextBoolean()
                    ? answer
                    : Mono.delay(Duration.ofMillis(random.nextInt(50_000)), time)
                            .then(answer);
            return timely.doOnTerminate(() -> over(changes)).doOnCancel(() -> over(changes));
        }

        private void over(List<ChangeRecord> changes) {
            changes.forEach(change -> underWay.remove(change.key()));
        }

        private List<SinkOutcome> answer(List<ChangeRecord> changes) {
            switch (random.nextInt(10)) {
                case 0 -> throw new StoreUnavailableException("down", null);
                case 1 -> throw new IllegalStateException("a bug that comes and goes");
                default -> {
                    return changes.stream().map(this::outcome).toList();
                }
            }
        }

        private SinkOutcome outcome(ChangeRecord change) {
            if (random.nextInt(10) == 0) {
                return SinkOutcome.deferred(new IOException("busy"));
            }
            long version = change.version().value();
            accepted.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(version);
            boolean stale = sinkHolds.getOrDefault(change.key(), 0L) >= version;
            sinkHolds.merge(change.key(), version, Math::max);
            return stale ? SinkOutcome.stale() : SinkOutcome.applied();
        }
    }
}
