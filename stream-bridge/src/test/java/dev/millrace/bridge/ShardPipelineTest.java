/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.Changes.changed;
import static dev.millrace.bridge.Changes.end;
import static dev.millrace.bridge.Changes.mark;
import static dev.millrace.bridge.Changes.place;
import static dev.millrace.bridge.Changes.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ShardPipelineTest {

    private static final ShardId SHARD = ShardId.of("shard-1");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RecordingPublisher publisher = RecordingPublisher.silent();
    private final RecordingCheckpointer checkpointer = new RecordingCheckpointer();
    private final TestPublisher<StreamRecord> feed = TestPublisher.create();
    private VirtualTimeScheduler time;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letTheClockRun() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void an_acknowledgement_out_of_order_never_moves_the_checkpoint_past_a_change_without_one() {
        carry(feed.flux(), 16).subscribe();
        feed.next(changed(1), changed(2), changed(3));

        publisher.acknowledge(3, 2);
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).as("change 1 is in flight").isEmpty();

        publisher.acknowledge(1);
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).containsExactly(place(3));
    }

    @Test
    void no_more_changes_are_in_flight_than_allowed_even_if_all_but_the_first_are_acknowledged() {
        AtomicLong requested = new AtomicLong();
        carry(Flux.<StreamRecord>fromStream(() -> stream(100)).doOnRequest(requested::addAndGet), 4)
                .subscribe();

        assertThat(publisher.published).containsExactly(1L, 2L, 3L, 4L);
        publisher.acknowledge(2, 3, 4);
        assertThat(publisher.published).as("1 holds the others back").hasSize(4);
        publisher.acknowledge(1);
        assertThat(publisher.published).hasSize(8);
        assertThat(requested)
                .as("in flight, handed over ahead, and one in between")
                .hasValueLessThanOrEqualTo(8 + 4 + 1);
    }

    @Test
    void bytes_in_flight_are_bounded_too() {
        BridgeOptions options = BridgeOptions.defaults().withMaxInFlightBytes(2 * Changes.BYTES);
        pipeline(options).carry(feed(records(1, 2, 3, 4))).subscribe();

        assertThat(publisher.published).containsExactly(1L, 2L);
        publisher.acknowledge(1);
        assertThat(publisher.published).containsExactly(1L, 2L, 3L);
    }

    @Test
    void watermarks_of_one_interval_become_one_checkpoint() {
        carry(feed.flux(), 16).subscribe();
        feed.next(changed(1), changed(2), changed(3));
        publisher.acknowledge(1, 2);
        assertThat(checkpointer.saved).isEmpty();

        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).containsExactly(place(2));
        publisher.acknowledge(3);
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).containsExactly(place(2), place(3));
    }

    @Test
    void while_a_save_lasts_only_the_newest_watermark_waits_for_the_next() {
        Sinks.Empty<Void> firstSave = Sinks.empty();
        RecordingCheckpointer slow = new RecordingCheckpointer(firstSave.asMono());
        pipeline(BridgeOptions.defaults())
                .carry(new ShardFeed(SHARD, feed.flux(), slow))
                .subscribe();

        for (int version = 1; version <= 4; version++) {
            feed.next(changed(version));
            publisher.acknowledge(version);
            time.advanceTimeBy(INTERVAL);
        }
        assertThat(slow.begun).containsExactly(place(1));
        firstSave.tryEmitEmpty();
        assertThat(slow.begun).containsExactly(place(1), place(4));
    }

    @Test
    void a_failed_publication_ends_the_shard_and_saves_nothing_beyond_what_was_acknowledged_without_a_gap() {
        List<Throwable> failures = new ArrayList<>();
        carry(feed.flux(), 16).subscribe(saved -> {}, failures::add);
        feed.next(changed(1), changed(2), changed(3));
        publisher.acknowledge(1, 3);
        time.advanceTimeBy(INTERVAL);

        publisher.reject(2, new PublishingFailedException("broker gone", null));
        time.advanceTimeBy(INTERVAL.multipliedBy(5));

        assertThat(failures).singleElement().isInstanceOf(PublishingFailedException.class);
        assertThat(checkpointer.saved).containsExactly(place(1));
        feed.assertCancelled();
    }

    @Test
    void the_end_of_a_shard_is_saved_only_after_its_last_acknowledgement() {
        List<SequenceNumber> saved = new ArrayList<>();
        carry(feed.flux(), 16).subscribe(saved::add);
        feed.next(changed(1), changed(2), end()).complete();
        publisher.acknowledge(2);
        time.advanceTimeBy(INTERVAL);
        assertThat(saved).isEmpty();

        publisher.acknowledge(1);
        assertThat(saved).as("at once, since the feed is complete").containsExactly(SequenceNumber.SHARD_END);
    }

    @Test
    void a_completed_feed_is_drained_and_its_last_watermark_saved() {
        StepVerifier.create(carry(feed.flux(), 16))
                .then(() -> feed.next(changed(1), changed(2)).complete())
                .then(() -> publisher.acknowledge(1, 2))
                .expectNext(place(2))
                .verifyComplete();
    }

    @Test
    void places_without_a_change_are_passed() {
        StepVerifier.create(carry(Flux.just(mark(1), mark(2)), 16))
                .expectNext(place(2))
                .verifyComplete();
        assertThat(publisher.published).isEmpty();
    }

    @Test
    void a_lost_lease_ends_the_shard_without_another_save() {
        StepVerifier.create(carry(feed.flux(), 16))
                .then(() -> feed.next(changed(1)))
                .then(() -> publisher.acknowledge(1))
                .then(() -> feed.error(new LeaseLostException(SHARD)))
                .verifyComplete();
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.begun).isEmpty();
    }

    @Test
    void a_save_that_finds_the_lease_lost_ends_the_shard() {
        Checkpointer lost = upTo -> Mono.error(new LeaseLostException(SHARD));
        StepVerifier.create(pipeline(BridgeOptions.defaults()).carry(new ShardFeed(SHARD, records(1), lost)))
                .then(() -> publisher.acknowledge(1))
                .verifyComplete();
    }

    @Test
    void a_row_that_cannot_be_read_goes_to_the_dead_letters_and_the_road_goes_on() {
        DeadLetter letter = new DeadLetter(SHARD, place(1), "ORDER#acme", "?", new IllegalStateException());
        StepVerifier.create(carry(Flux.just(new StreamRecord.Undecodable(letter), changed(2)), 16))
                .then(() -> publisher.acknowledge(2))
                .expectNext(place(2))
                .verifyComplete();
        assertThat(publisher.aside).containsExactly(letter);
    }

    @Test
    void a_change_that_kafka_refuses_for_good_goes_to_the_dead_letters_by_its_keys() {
        var refusal = new UnpublishableChangeException("too large", new IllegalStateException());
        StepVerifier.create(carry(records(7), 16))
                .then(() -> publisher.reject(7, refusal))
                .expectNext(place(7))
                .verifyComplete();
        assertThat(publisher.aside)
                .containsExactly(new DeadLetter(SHARD, place(7), "ORDER#acme", "order-1#v0000000007", refusal));
    }

    @Test
    void a_cancelled_shard_leaves_its_room_to_the_others() {
        ShardPipeline pipeline = pipeline(BridgeOptions.defaults().withMaxInFlight(2));
        var cancelled = pipeline.carry(feed(records(1, 2, 3))).subscribe();
        pipeline.carry(feed(records(11, 12))).subscribe();
        assertThat(publisher.published).containsExactly(1L, 2L);

        cancelled.dispose();
        assertThat(publisher.published).containsExactly(1L, 2L, 11L, 12L);
    }

    private Flux<SequenceNumber> carry(Flux<? extends StreamRecord> records, int maxInFlight) {
        return pipeline(BridgeOptions.defaults().withMaxInFlight(maxInFlight)).carry(feed(records));
    }

    private ShardPipeline pipeline(BridgeOptions options) {
        BridgeEvents events = new BridgeEvents(BridgeListener.none());
        WorkerMemory memory = new WorkerMemory(
                new SeenVersions(1 << 20),
                new Healing(new MapTable(), options.order().withLookBack(Duration.ZERO), events),
                new Progress(Clock.systemUTC(), options.watch()));
        Repair repair = new Repair(new MapTable(), options.repair(), events, Clock.systemUTC(), feed -> Flux.empty());
        return new ShardPipeline(publisher, options, memory, repair, events);
    }

    private ShardFeed feed(Flux<? extends StreamRecord> records) {
        return new ShardFeed(SHARD, records.cast(StreamRecord.class), checkpointer);
    }

    private static Stream<StreamRecord> stream(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Changes::changed);
    }
}
