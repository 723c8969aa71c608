/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A million changes of ten thousand items come out of a stream shuffled, twice, late or not at all, while the producer
 * fails from time to time and the table is slow.
 */
@Timeout(180)
class StormTest {

    private static final Logger log = LoggerFactory.getLogger(StormTest.class);

    private static final Duration CHECKPOINTS = Duration.ofMillis(20);
    private static final int MOST_LATE = 5_000;
    private static final Duration DAY = Duration.ofDays(1);

    /** More than the latest record is late: one change is recorded each millisecond. */
    private static final Duration A_LITTLE_MORE = Duration.ofMillis(2L * MOST_LATE);

    @ParameterizedTest
    @CsvSource({"1000000, 10000, 20", "200000, 2000, 4"})
    void the_topic_has_every_version_of_every_item_in_order_and_the_sinks_end_as_the_log_does(
            int events, int items, int failures) {
        long seed = new Random().nextLong();
        log.info("storm of {} events with seed {}", events, seed);
        Storm storm = new Storm(seed, events, items, 0.02);
        Topic topic = storm.carry(OrderOptions.defaults().withLookBack(DAY), failures);

        assertThat(topic.failures).as("seed %d: the producer failed", seed).hasValue(failures);
        assertThat(topic.outOfOrder).as("seed %d: out of order", seed).hasValue(0);
        assertThat(topic.newest).as("seed %d: each item's newest version", seed).isEqualTo(storm.written);
    }

    @ParameterizedTest
    @CsvSource("20000, 2000")
    void a_worker_that_forgets_most_items_keeps_their_order_as_long_as_nothing_comes_later_than_it_looks_back(
            int events, int items) {
        long seed = new Random().nextLong();
        log.info("forgetful storm with seed {}", seed);
        Storm storm = new Storm(seed, events, items, 0);
        Topic topic =
                storm.carry(OrderOptions.defaults().withLookBack(A_LITTLE_MORE).withMemoryBytes(100_000), 0);

        assertThat(topic.outOfOrder).as("seed %d: out of order", seed).hasValue(0);
        assertThat(topic.newest).as("seed %d: each item's newest version", seed).isEqualTo(storm.written);
    }

    @Test
    void the_same_stream_published_as_it_comes_is_out_of_order_and_has_holes() {
        Storm storm = new Storm(1, 20_000, 2_000, 0.02);
        Topic topic = new Topic(storm, 0);
        Arrays.stream(storm.stream).forEach(event -> topic.arrive(storm.change(event)));
        assertThat(topic.outOfOrder.get()).isPositive();
        assertThat(topic.newest).isNotEqualTo(storm.written);
    }

    /** What was recorded, and the order in which the stream tells of it. */
    private static final class Storm implements StreamSource, CommandTable {

        private final Random random;
        private final int[] itemOf;
        private final int[] versionOf;
        private final int[] written;
        private final int[][] places;
        private final int[] stream;
        private final AtomicInteger saved = new AtomicInteger();

        private Storm(long seed, int events, int items, double dropped) {
            this.random = new Random(seed);
            this.itemOf = new int[events];
            this.versionOf = new int[events];
            this.written = new int[items];
            for (int event = 0; event < events; event++) {
                itemOf[event] = random.nextInt(items);
                versionOf[event] = ++written[itemOf[event]];
            }
            this.places = placesOfVersions();
            this.stream = stream(events, dropped);
        }

        private int[][] placesOfVersions() {
            int[][] found = new int[written.length][];
            Arrays.setAll(found, item -> new int[written[item] + 1]);
            for (int event = 0; event < itemOf.length; event++) {
                found[itemOf[event]][versionOf[event]] = event;
            }
            return found;
        }

        /** Most records come a few places away from their own, some late, some twice, some never. */
        private int[] stream(int events, double dropped) {
            long[] moved = new long[2 * events];
            int count = 0;
            for (int event = 0; event < events; event++) {
                if (random.nextDouble() >= dropped) {
                    moved[count++] = placed(event, random.nextInt(8) == 0 ? MOST_LATE : 32);
                }
                if (random.nextInt(50) == 0) {
                    moved[count++] = placed(event, MOST_LATE);
                }
            }
            return Arrays.stream(moved, 0, count)
                    .sorted()
                    .mapToInt(place -> (int) place)
                    .toArray();
        }

        private long placed(int event, int latest) {
            return (long) (event + random.nextInt(latest)) << 32 | event;
        }

        /** Runs a bridge to the end of the stream, and then a repair, which finds what no later version could tell of. */
        private Topic carry(OrderOptions order, int failures) {
            Topic topic = new Topic(this, failures);
            BridgeOptions options = BridgeOptions.defaults()
                    .withOrder(order)
                    .withCheckpointInterval(CHECKPOINTS)
                    .withRestartPauses(Duration.ofMillis(1), Duration.ofMillis(1));
            StreamBridge bridge =
                    StreamBridge.of(this, maxInFlight -> topic.open(), this, options, BridgeListener.none());
            bridge.runUntil(Mono.never())
                    .then(bridge.republishSince(Instant.EPOCH))
                    .block();
            return topic;
        }

        private ChangeRecord change(int event) {
            return Changes.change("item-" + itemOf[event], versionOf[event], Instant.ofEpochMilli(event));
        }

        @Override
        public Flux<ShardFeed> shards(Mono<?> stop) {
            return Flux.defer(() -> {
                int from = saved.get();
                Flux<StreamRecord> records = Flux.range(from, stream.length - from)
                        .map(at -> new Changed(SequenceNumber.of(Integer.toString(at)), 100, change(stream[at])));
                return Flux.just(new ShardFeed(ShardId.of("storm"), records, this::save));
            });
        }

        private Mono<Void> save(SequenceNumber upTo) {
            return Mono.fromRunnable(() -> saved.set(1 + Integer.parseInt(upTo.text())));
        }

        @Override
        public int maxShards() {
            return 1;
        }

        @Override
        public Mono<ChangeRecord> get(ItemKey key, Version version) {
            int item = item(key);
            Mono<ChangeRecord> row = Mono.fromSupplier(() -> change(places[item][(int) version.value()]));
            return version.value() % 8 == 0 ? row.delaySubscription(Duration.ofMillis(1)) : row;
        }

        @Override
        public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
            return Flux.range(0, written.length)
                    .filter(item -> item % PARTS == part)
                    .concatMap(item -> Flux.range(1, written[item]).map(version -> change(places[item][version])));
        }

        private static int item(ItemKey key) {
            return Integer.parseInt(key.sort().text().substring("item-".length()));
        }
    }

    /** Watches every version as it arrives. A producer that failed lets nothing more through. */
    private static final class Topic {

        private final int[] newest;
        private final int failuresWanted;
        private final long failEvery;
        private final AtomicInteger outOfOrder = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicLong arrived = new AtomicLong();

        private Topic(Storm storm, int failures) {
            this.newest = new int[storm.written.length];
            this.failuresWanted = failures;
            this.failEvery = failures == 0 ? Long.MAX_VALUE : storm.itemOf.length / 2 / failures;
        }

        private Mono<ChangePublisher> open() {
            return Mono.fromSupplier(Producer::new);
        }

        private synchronized boolean arrive(ChangeRecord change) {
            if (arrived.incrementAndGet() % failEvery == 0 && failures.get() < failuresWanted) {
                failures.incrementAndGet();
                return false;
            }
            int item = Storm.item(change.key());
            int version = (int) change.version().value();
            if (version > newest[item] + 1) {
                outOfOrder.incrementAndGet();
            }
            newest[item] = Math.max(newest[item], version);
            return true;
        }

        private final class Producer implements ChangePublisher {

            private volatile boolean failed;

            @Override
            public Mono<Void> publish(ChangeRecord change) {
                return Mono.defer(() -> {
                    if (failed) {
                        return Mono.never();
                    }
                    if (!arrive(change)) {
                        failed = true;
                        return Mono.error(new PublishingFailedException("broker gone", null));
                    }
                    return change.version().value() % 32 == 0
                            ? Mono.delay(Duration.ofMillis(2)).then()
                            : Mono.empty();
                });
            }

            @Override
            public Mono<Void> setAside(DeadLetter letter) {
                return Mono.error(new AssertionError("nothing to set aside"));
            }

            @Override
            public Mono<Void> close() {
                return Mono.empty();
            }
        }
    }
}
