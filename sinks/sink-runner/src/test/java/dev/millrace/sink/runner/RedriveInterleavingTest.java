/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Live traffic, redrives and crashes in random interleavings: every step of the store and every call of the sink waits for
 * a random time, so that versions arrive before, between and after each step of a redrive. Virtual time makes each seed
 * repeatable.
 */
class RedriveInterleavingTest {

    private static final int ITEMS = 3;
    private static final long VERSIONS = 25;
    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final SinkId SINK = new SinkId(MODULE, SinkName.of("ledger"));
    private static final InvokeContext ADA = InvokeContext.of("ada", "acme");

    static LongStream seeds() {
        long first = Long.getLong("millrace.seed", System.nanoTime());
        return LongStream.range(first, first + 100);
    }

    @ParameterizedTest(name = "seed {0} (repeat with -Dmillrace.seed)")
    @MethodSource("seeds")
    void a_redrive_beside_live_traffic_neither_reorders_nor_loses_a_version(long seed) {
        Scenario scenario = new Scenario(new Random(seed));

        scenario.live(1);
        scenario.redriveNowAndThen();

        scenario.assertEachVersionOnceInOrder();
    }

    @ParameterizedTest(name = "seed {0} (repeat with -Dmillrace.seed)")
    @MethodSource("seeds")
    void a_process_that_crashes_at_any_step_repeats_versions_but_loses_and_reorders_none(long seed) {
        Scenario scenario = new Scenario(new Random(seed));

        for (int crash = 0; crash < 5; crash++) {
            scenario.live(2);
            scenario.askForRedrive();
            scenario.crashSomewhere();
        }
        scenario.live(2);
        scenario.redriveNowAndThen();

        scenario.assertNothingLostOrReordered();
    }

    @Test
    void a_hand_over_that_is_not_atomic_would_be_found() {
        assertThat(LongStream.range(0, 30).filter(RedriveInterleavingTest::losesSomethingIfCareless))
                .isNotEmpty();
    }

    private static boolean losesSomethingIfCareless(long seed) {
        Scenario scenario = new Scenario(new Random(seed));
        scenario.parked.careless = true;
        scenario.live(1);
        scenario.redriveNowAndThen();
        try {
            scenario.assertEachVersionOnceInOrder();
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }

    private static final class Scenario {

        private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
        private final UnsteadyParkedChanges parked = new UnsteadyParkedChanges();
        private final Parking parking = Parking.over(parked, TenantGuard.standard(), Clock.systemUTC());
        private final Map<ItemKey, List<Long>> taken = new HashMap<>();
        private final List<ChangeRecord> log = new ArrayList<>();
        private final Random random;
        private int committed;
        private Disposable running = () -> {};

        Scenario(Random random) {
            this.random = random;
            parked.around = step -> pause(40);
            for (long version = 1; version <= VERSIONS; version++) {
                for (int item = 0; item < ITEMS; item++) {
                    log.add(Changes.change("item-" + item, version));
                }
            }
        }

        private Mono<Void> pause(int longestMillis) {
            return random.nextInt(3) == 0
                    ? Mono.empty()
                    : Mono.delay(Duration.ofMillis(random.nextInt(longestMillis)), time)
                            .then();
        }

        /** Delivers what was not acknowledged yet, at a random pace, as a process that begins. */
        void live(int pace) {
            ListSource source = new ListSource();
            log.subList(committed, log.size()).forEach(source::add);
            int from = committed;
            RunnerOptions options = RunnerOptions.defaults()
                    .withLanes(1 << random.nextInt(3))
                    .withMaxBatch(1)
                    .withCompaction(false)
                    .withScheduler(time)
                    .withRecovery(RecoveryPolicy.defaults().withMostAlike(1000).withMaxAttempts(2));
            ParkingOptions often = ParkingOptions.defaults().withPoll(Duration.ofMillis(20 + random.nextInt(100)));
            running = SinkRunner.of(new Ledger(), paced(source, from, pace), new ListedDeadLetters())
                    .withOptions(options)
                    .withParking(parked, MODULE, often)
                    .run()
                    .subscribe();
        }

        private ChangeSource paced(ListSource source, int from, int pace) {
            return () -> source.deliveries()
                    .concatMap(delivery -> pause(100 * pace).thenReturn(delivery), 1)
                    .map(delivery -> (Delivery) new Counted(delivery, from));
        }

        /** What is acknowledged does not come again after a crash. */
        private final class Counted implements Delivery {

            private final Delivery delivery;
            private final int from;

            Counted(Delivery delivery, int from) {
                this.delivery = delivery;
                this.from = from;
            }

            @Override
            public Position position() {
                return delivery.position();
            }

            @Override
            public Content content() {
                return delivery.content();
            }

            @Override
            public int bytes() {
                return delivery.bytes();
            }

            @Override
            public void acknowledge() {
                committed = from + (int) position().offset() + 1;
            }
        }

        /** Takes most versions, fails for some, and is out of reach at times. */
        private final class Ledger implements ChangeSink {

            @Override
            public SinkName name() {
                return SINK.sink();
            }

            @Override
            public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
                return Mono.defer(() -> pause(30))
                        .then(Mono.fromSupplier(
                                () -> changes.stream().map(this::take).toList()));
            }

            private SinkOutcome take(ChangeRecord change) {
                int luck = random.nextInt(100);
                if (luck < 15) {
                    return SinkOutcome.refused(new IllegalArgumentException());
                } else if (luck < 20) {
                    return SinkOutcome.deferred(new IOException("busy"));
                } else if (luck < 25) {
                    throw new IllegalStateException("a bug");
                }
                taken.computeIfAbsent(change.key(), key -> new ArrayList<>())
                        .add(change.version().value());
                return SinkOutcome.applied();
            }

            @Override
            public Mono<Version> appliedVersion(ItemKey key) {
                return Mono.just(Version.NONE);
            }
        }

        void askForRedrive() {
            parking.redrive(SINK, ParkedScope.tenant(Tenant.of("acme")))
                    .contextWrite(ADA.asContext())
                    .subscribe();
        }

        /** Goes on until everything has arrived, or for long enough to say that it does not. */
        void redriveNowAndThen() {
            for (int i = 0; i < 2_000 && !isAllThere(); i++) {
                askForRedrive();
                time.advanceTimeBy(Duration.ofMillis(random.nextInt(300)));
            }
            running.dispose();
        }

        private boolean isAllThere() {
            return committed == log.size() && parked.hasNothing(SINK);
        }

        /** All that the process has under way is lost, as are its claims, in time. */
        void crashSomewhere() {
            time.advanceTimeBy(Duration.ofMillis(random.nextInt(1500)));
            parked.around = step -> Mono.never();
            running.dispose();
            time.advanceTimeBy(Duration.ofMinutes(3));
            parked.around = step -> pause(40);
        }

        void assertEachVersionOnceInOrder() {
            assertThat(committed).isEqualTo(log.size());
            assertThat(taken).hasSize(ITEMS).allSatisfy((key, versions) -> assertThat(versions)
                    .containsExactlyElementsOf(everyVersion()));
        }

        void assertNothingLostOrReordered() {
            assertThat(committed).isEqualTo(log.size());
            assertThat(taken).hasSize(ITEMS).allSatisfy((key, versions) -> assertThat(firstTimes(versions))
                    .containsExactlyElementsOf(everyVersion()));
        }

        private static List<Long> firstTimes(List<Long> versions) {
            return versions.stream().distinct().toList();
        }

        private static List<Long> everyVersion() {
            return LongStream.rangeClosed(1, VERSIONS).boxed().toList();
        }
    }
}
