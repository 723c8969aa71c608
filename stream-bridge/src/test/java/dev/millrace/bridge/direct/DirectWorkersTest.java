/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static dev.millrace.bridge.ScriptedFixture.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.SourceProbe;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.StreamSource;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What only the direct source promises. */
@Timeout(120)
class DirectWorkersTest {

    private static final Logger log = LoggerFactory.getLogger(DirectWorkersTest.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FAILOVER = Duration.ofSeconds(1);
    private static final DirectOptions FIRST =
            DirectOptions.local().withWorkerId("first").withFailover(FAILOVER);
    private static final DirectOptions SECOND = FIRST.withWorkerId("second");

    private final DirectFixture stream = new DirectFixture();

    @Test
    void nothing_is_asked_before_subscription() {
        stream.source(FIRST).shards(Mono.never());
        assertThat(stream.streams().calls(StreamCall.DESCRIBE)).isZero();
    }

    @Test
    void a_second_worker_is_refused_while_the_first_is_alive() {
        stream.write(1, 2);
        try (SourceProbe first = SourceProbe.carrying(stream.source(FIRST));
                SourceProbe second = SourceProbe.carrying(afterFirst(first))) {
            assertThat(second.awaitFailure())
                    .isInstanceOf(StreamTakenException.class)
                    .hasMessageContaining("first");
            stream.write(3, 3);
            first.awaitHistory("1", "2", "3");
        }
    }

    private StreamSource afterFirst(SourceProbe first) {
        first.awaitHistory("1", "2");
        return stream.source(SECOND);
    }

    @Test
    void a_second_worker_takes_over_from_one_that_is_silent_and_the_first_can_save_nothing_more() {
        stream.write(1, 4);
        try (SourceProbe first = SourceProbe.reading(stream.source(FIRST))) {
            first.awaitHistory("1", "2", "3", "4");
            ShardFeed feed = first.awaitFeed(1);
            feed.checkpointer().save(first.places(feed).get(1)).block(PATIENCE);
            stream.store.silence("first");
            try (SourceProbe second = SourceProbe.carrying(stream.source(SECOND))) {
                second.awaitHistory("3", "4");

                assertThat(feed.checkpointer()
                                .save(first.places(feed).get(2))
                                .materialize()
                                .block(PATIENCE)
                                .getThrowable())
                        .isInstanceOf(LeaseLostException.class);
                stream.store.silence("nobody");
                assertThat(first.awaitFailure()).isInstanceOf(StreamTakenException.class);
                stream.write(5, 5);
                second.awaitHistory("3", "4", "5");
            }
        }
    }

    @Test
    void a_worker_that_has_left_is_succeeded_at_once() {
        stream.write(1, 2);
        try (SourceProbe first = SourceProbe.carrying(stream.source(FIRST.withFailover(Duration.ofHours(1))))) {
            first.awaitHistory("1", "2");
            first.stop();
            first.awaitDone();
        }
        stream.write(3, 3);
        try (SourceProbe second = SourceProbe.carrying(stream.source(SECOND.withFailover(Duration.ofHours(1))))) {
            second.awaitHistory("3");
        }
    }

    @Test
    void a_page_is_read_only_when_the_one_before_is_handed_over_and_more_is_requested() {
        stream.write(1, 2500);
        try (SourceProbe probe = SourceProbe.holding(stream.source(FIRST))) {
            List<StreamRecord> taken = new CopyOnWriteArrayList<>();
            BaseSubscriber<StreamRecord> reluctant = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(1000);
                }

                @Override
                protected void hookOnNext(StreamRecord record) {
                    taken.add(record);
                }
            };
            probe.awaitFeed(1).records().subscribe(reluctant);
            await().atMost(PATIENCE).until(() -> taken.size() == 1000);
            await().during(Duration.ofMillis(300))
                    .atMost(PATIENCE)
                    .until(() -> stream.streams().reads(shard(1)) == 1);
            reluctant.request(1);
            await().atMost(PATIENCE).until(() -> taken.size() == 1001);
            assertThat(stream.streams().reads(shard(1))).isEqualTo(2);
            reluctant.cancel();
        }
    }

    @Test
    void pages_over_all_shards_are_bounded() {
        for (int number = 2; number <= 32; number++) {
            stream.streams().open(shard(number));
            stream.write(number, 1, 5);
        }
        stream.streams().answerAfter(Duration.ofMillis(20));
        try (SourceProbe probe = SourceProbe.carrying(stream.source(FIRST.withMaxPages(4)))) {
            probe.awaitCount(31 * 5);
            assertThat(stream.streams().mostReadsAtOnce()).isEqualTo(4);
        }
    }

    @Test
    void a_backlog_is_read_without_a_pause_in_as_many_calls_as_it_has_pages() {
        stream.write(1, 20_000);
        stream.streams().answerAfter(Duration.ofMillis(10));
        DirectOptions slow = FIRST.withIdle(Duration.ofMinutes(1), Duration.ofMinutes(1));
        long begin = System.nanoTime();
        try (SourceProbe probe = SourceProbe.reading(stream.source(slow))) {
            probe.awaitCount(20_000);
            log.info("20000 records read in {} ms", (System.nanoTime() - begin) / 1_000_000);
            assertThat(stream.streams().reads(shard(1))).isLessThanOrEqualTo(21);
        }
    }

    @Test
    void sixty_four_shards_are_read_side_by_side_on_the_threads_that_are_there_anyway() {
        int threads = Thread.activeCount();
        for (int number = 2; number <= 64; number++) {
            stream.streams().open(shard(number));
        }
        stream.streams().answerAfter(Duration.ofMillis(100));
        try (SourceProbe probe = SourceProbe.reading(stream.source(FIRST))) {
            await().atMost(PATIENCE).until(() -> stream.streams().mostReadsAtOnce() == 64);
            assertThat(Thread.activeCount() - threads).as("further threads").isLessThan(16);
            assertThat(probe.feeds()).hasSize(64);
        }
    }

    @Test
    void a_shard_that_was_carried_and_is_gone_is_forgotten() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 3);
        try (SourceProbe probe = SourceProbe.carrying(stream.source(FIRST))) {
            probe.awaitHistory("1", "2", "end", "3");
            stream.streams().drop(shard(1));
            await().atMost(PATIENCE)
                    .until(() -> stream.store.shards().map(Map::size).block(PATIENCE) == 1);
        }
    }

    @Test
    void a_child_that_nobody_has_begun_for_a_day_has_lost_records_however_well_it_reads() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 4);
        stream.streams().hide(shard(2));
        Instant yesterday = Instant.now().minus(Duration.ofHours(25));
        try (SourceProbe first = SourceProbe.carrying(stream.source(FIRST))) {
            first.awaitHistory("1", "2", "end");
            first.awaitFeed(1).checkpointer().note(yesterday).block(PATIENCE);
        }
        stream.streams().reveal(shard(2));
        try (SourceProbe later = SourceProbe.carrying(stream.source(FIRST))) {
            later.awaitHistory("lost", "3", "4");
        }
    }

    @Test
    void it_tells_when_a_shard_has_nothing_more() {
        stream.write(1, 1);
        Flux<StreamRecord> records = stream.source(FIRST).shards(Mono.never()).flatMap(ShardFeed::records);
        StepVerifier.create(records)
                .expectNextMatches(StreamRecord.Changed.class::isInstance)
                .expectNextMatches(StreamRecord.CaughtUp.class::isInstance)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void the_child_of_a_merge_is_read_after_the_parent_it_names() {
        stream.streams().open(shard(2));
        stream.write(1, 2);
        stream.write(2, 10, 11);
        stream.streams().merge(shard(1), shard(2), shard(3));
        stream.write(3, 20, 21);
        try (SourceProbe probe = SourceProbe.carrying(stream.source(FIRST))) {
            probe.awaitCount(8);
            assertThat(probe.byShard().values())
                    .containsExactlyInAnyOrder(
                            List.of("1", "2", "end"), List.of("10", "11", "end"), List.of("20", "21"));
            assertThat(probe.history().indexOf("20"))
                    .isGreaterThan(probe.history().indexOf("2"));
        }
    }

    @Test
    void a_shard_is_carried_to_its_end_before_the_stream_shows_a_child() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 4);
        stream.streams().hide(shard(2));
        try (SourceProbe probe = SourceProbe.carrying(stream.source(FIRST))) {
            probe.awaitHistory("1", "2", "end");
            stream.streams().reveal(shard(2));
            probe.awaitHistory("1", "2", "end", "3", "4");
        }
    }
}
