/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import dev.millrace.bridge.Changes;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;

/** Plays the Kinesis client: one call at a time, each on a thread that may be blocked. */
@Timeout(20)
class KclShardProcessorTest {

    private static final ShardId SHARD = ShardId.of("shard-1");

    private final Scheduler saving = Schedulers.newSingle("saving", true);
    private final Scheduler client = Schedulers.newSingle("kinesis-client", true);
    private final FakeCheckpointer leases = new FakeCheckpointer();
    private final TestPublisher<StreamRecord> stream = TestPublisher.create();
    private final Sinks.Empty<Void> endTold = Sinks.empty();
    private final CompletableFuture<ShardReading> reading = new CompletableFuture<>();
    private final KclShardProcessor processor = new KclShardProcessor(this::begin);

    @AfterEach
    void stopThreads() {
        saving.dispose();
        client.dispose();
    }

    @Test
    void nothing_is_read_before_it_could_be_saved() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records())
                .then(() -> assertThat(stream.wasSubscribed()).isFalse())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)))
                .expectNext(at(1))
                .thenCancel()
                .verify();
    }

    @Test
    void signs_of_life_hold_no_thread_however_much_is_in_flight() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records(), 0)
                .then(this::signOfLife)
                .then(this::signOfLife)
                .thenRequest(1)
                .then(() -> stream.next(at(1)))
                .expectNext(at(1))
                .thenCancel()
                .verify();
    }

    @Test
    void the_end_of_a_shard_is_told_before_it_is_passed_and_waits_until_it_is_saved() {
        ShardFeed feed = initialize();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)).complete())
                .expectNext(at(1))
                .then(endTold::tryEmitEmpty)
                .then(() -> start(this::endShard, ended))
                .expectNext(Changes.end())
                .verifyComplete();
        feed.checkpointer().save(place(1)).block();
        assertThat(ended).isNotDone();
        feed.checkpointer().save(SequenceNumber.SHARD_END).block();
        ended.join();
        assertThat(leases.saved).containsExactly("1", FakeCheckpointer.END);
    }

    @Test
    void a_requested_shutdown_completes_the_feed_and_waits_until_what_was_passed_is_saved() {
        ShardFeed feed = initialize();
        CompletableFuture<Void> shutDown = new CompletableFuture<>();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1), at(2)))
                .expectNext(at(1), at(2))
                .then(() -> start(this::requestShutdown, shutDown))
                .verifyComplete();
        assertThat(shutDown).isNotDone();
        feed.checkpointer().save(place(2)).block();
        shutDown.join();
    }

    @Test
    void a_requested_shutdown_of_a_shard_that_nobody_reads_waits_for_nothing() {
        ShardFeed feed = initialize();
        call(this::requestShutdown).join();
        StepVerifier.create(feed.records()).verifyComplete();
    }

    @Test
    void a_shard_that_had_only_begun_when_its_worker_ended_is_lost_and_keeps_nobody_waiting() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records()).then(() -> reading.join().lose()).verifyError(LeaseLostException.class);
    }

    @Test
    void a_shard_that_was_given_up_lets_the_kinesis_client_go() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)))
                .expectNext(at(1))
                .then(() -> reading.join().giveUp())
                .then(() -> call(this::endShard).join())
                .thenCancel()
                .verify();
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void a_lost_lease_fails_the_feed_and_all_later_saves() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)))
                .expectNext(at(1))
                .then(() -> processor.leaseLost(LeaseLostInput.builder().build()))
                .verifyError(LeaseLostException.class);
        StepVerifier.create(feed.checkpointer().save(place(1))).verifyError(LeaseLostException.class);
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void a_lease_that_is_lost_before_the_shard_was_begun_is_nothing_to_fail_at() {
        processor.leaseLost(LeaseLostInput.builder().build());
        assertThat(reading).isNotDone();
    }

    @Test
    void a_cancelled_feed_lets_the_kinesis_client_go_on_without_it() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)))
                .expectNext(at(1))
                .thenCancel()
                .verify();
        signOfLife();
        call(this::requestShutdown).join();
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void a_stream_that_cannot_be_read_fails_the_feed_and_nobody_waits_for_it() {
        ShardFeed feed = initialize();
        StepVerifier.create(feed.records())
                .then(this::signOfLife)
                .then(() -> stream.next(at(1)).error(new IllegalStateException("broken")))
                .expectNext(at(1))
                .verifyError(IllegalStateException.class);
        call(this::requestShutdown).join();
    }

    private ShardFeed initialize() {
        processor.initialize(InitializationInput.builder().shardId(SHARD.text()).build());
        return reading.join().feed();
    }

    private ShardReading begin(InitializationInput input) {
        ShardReading begun = new ShardReading(
                ShardId.of(input.shardId()),
                stream.flux(),
                new KclCheckpointer(SHARD, saving, new NoNotes()),
                endTold.asMono(),
                ended -> {});
        reading.complete(begun);
        return begun;
    }

    private void signOfLife() {
        processor.processRecords(DynamoDBStreamsProcessRecordsInput.builder()
                .records(List.of())
                .checkpointer(leases)
                .build());
    }

    private void endShard() {
        processor.shardEnded(ShardEndedInput.builder().checkpointer(leases).build());
    }

    private void requestShutdown() {
        processor.shutdownRequested(
                ShutdownRequestedInput.builder().checkpointer(leases).build());
    }

    private void start(Runnable call, CompletableFuture<Void> over) {
        client.schedule(() -> {
            call.run();
            over.complete(null);
        });
    }

    private CompletableFuture<Void> call(Runnable call) {
        return CompletableFuture.runAsync(call, client::schedule);
    }

    private static StreamRecord at(int place) {
        return Changes.changed(place);
    }

    private static SequenceNumber place(int at) {
        return Changes.place(at);
    }
}
