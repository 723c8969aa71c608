/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import dev.millrace.bridge.Changes;
import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.RecordDecoder;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
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
    private final AtomicReference<Optional<Instant>> loss = new AtomicReference<>(Optional.empty());
    private final CompletableFuture<ShardReading> reading = new CompletableFuture<>();
    private final KclShardProcessor processor = new KclShardProcessor(this::begin);

    @AfterEach
    void stopThreads() {
        saving.dispose();
        client.dispose();
    }

    @Test
    void a_batch_is_passed_on_as_fast_as_it_is_requested_and_no_faster() {
        ShardFeed feed = initialize();
        CompletableFuture<Void> batch = call(() -> processor.processRecords(records(1, 2, 3)));

        StepVerifier.create(feed.records(), 0)
                .thenRequest(1)
                .expectNext(at(1))
                .then(() -> assertThat(batch).isNotDone())
                .thenRequest(2)
                .expectNext(at(2), at(3))
                .then(batch::join)
                .thenCancel()
                .verify();
    }

    @Test
    void the_end_of_a_shard_waits_until_it_is_saved() {
        ShardFeed feed = initialize();
        start(() -> processor.processRecords(records(1)));
        CompletableFuture<Void> ended = call(() -> processor.shardEnded(
                ShardEndedInput.builder().checkpointer(leases).build()));

        StepVerifier.create(feed.records()).expectNext(at(1), Changes.end()).verifyComplete();
        feed.checkpointer().save(place(1)).block();
        assertThat(ended).isNotDone();
        feed.checkpointer().save(SequenceNumber.SHARD_END).block();
        ended.join();
        assertThat(leases.saved).containsExactly("1", FakeCheckpointer.END);
    }

    @Test
    void a_requested_shutdown_completes_the_feed_and_waits_until_what_was_passed_is_saved() {
        ShardFeed feed = initialize();
        start(() -> processor.processRecords(records(1, 2)));
        CompletableFuture<Void> shutDown = call(this::requestShutdown);

        StepVerifier.create(feed.records()).expectNext(at(1), at(2)).verifyComplete();
        assertThat(shutDown).isNotDone();
        feed.checkpointer().save(place(2)).block();
        shutDown.join();
    }

    @Test
    void a_requested_shutdown_of_a_shard_that_passed_nothing_waits_for_nothing() {
        ShardFeed feed = initialize();
        call(this::requestShutdown).join();
        StepVerifier.create(feed.records()).verifyComplete();
    }

    @Test
    void a_shard_that_was_given_up_amid_a_batch_is_never_claimed_to_be_over() {
        ShardFeed feed = initialize();
        CompletableFuture<Void> batch = call(() -> processor.processRecords(records(1, 2)));
        StepVerifier.create(feed.records(), 1)
                .expectNext(at(1))
                .then(() -> reading.join().giveUp())
                .then(batch::join)
                .then(() -> start(() -> processor.shardEnded(
                        ShardEndedInput.builder().checkpointer(leases).build())))
                .thenRequest(10)
                .verifyComplete();
    }

    @Test
    void a_lost_lease_fails_the_feed_and_all_later_saves() {
        ShardFeed feed = initialize();
        start(() -> processor.processRecords(records(1)));
        StepVerifier.create(feed.records())
                .expectNext(at(1))
                .then(() ->
                        start(() -> processor.leaseLost(LeaseLostInput.builder().build())))
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
        CompletableFuture<Void> batch = call(() -> processor.processRecords(records(1, 2)));
        StepVerifier.create(feed.records(), 1).expectNext(at(1)).thenCancel().verify();
        batch.join();
        call(() -> processor.processRecords(records(3))).join();
        call(this::requestShutdown).join();
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void nothing_is_thrown_at_the_kinesis_client_and_the_feed_fails_instead() {
        ShardFeed feed = initialize();
        var broken = DynamoDBStreamsProcessRecordsInput.builder()
                .records(Collections.singletonList(null))
                .checkpointer(leases)
                .build();
        StepVerifier.create(feed.records())
                .then(() -> call(() -> processor.processRecords(broken)).join())
                .verifyError(NullPointerException.class);
    }

    @Test
    void a_loss_is_told_of_before_the_records_that_are_left_and_has_no_place() {
        ShardFeed feed = initialize();
        loss.set(Optional.of(Instant.EPOCH));
        start(() -> processor.processRecords(records(5)));
        CompletableFuture<Void> shutDown = call(this::requestShutdown);

        StepVerifier.create(feed.records())
                .expectNext(new StreamRecord.Trimmed(Instant.EPOCH), at(5))
                .verifyComplete();
        feed.checkpointer().save(place(5)).block();
        shutDown.join();
    }

    @Test
    void a_shard_that_is_gone_ends_after_its_loss() {
        ShardFeed feed = initialize();
        loss.set(Optional.of(Instant.EPOCH));
        start(() -> processor.shardEnded(
                ShardEndedInput.builder().checkpointer(leases).build()));
        StepVerifier.create(feed.records())
                .expectNext(new StreamRecord.Trimmed(Instant.EPOCH), Changes.end())
                .verifyComplete();
        feed.checkpointer().save(SequenceNumber.SHARD_END).block();
    }

    @Test
    void a_shard_counts_as_read_to_its_newest_record_after_ten_empty_reads() {
        ShardFeed feed = initialize();
        start(() -> IntStream.range(0, 9).forEach(read -> processor.processRecords(records())));
        start(() -> processor.processRecords(records(1)));
        start(() -> IntStream.range(0, 10).forEach(read -> processor.processRecords(records())));
        StepVerifier.create(feed.records())
                .expectNext(at(1))
                .expectNextMatches(StreamRecord.CaughtUp.class::isInstance)
                .thenCancel()
                .verify();
    }

    private ShardFeed initialize() {
        processor.initialize(InitializationInput.builder().shardId(SHARD.text()).build());
        return reading.join().feed();
    }

    private ShardReading begin(ShardId shard) {
        RecordDecoder decoder = new RecordDecoder(shard, image -> Changes.change("order-1", version(image)));
        ShardReading begun = new ShardReading(
                shard,
                decoder,
                new KclCheckpointer(shard, saving, new NoNotes()),
                () -> loss.getAndSet(Optional.empty()),
                ended -> {});
        reading.complete(begun);
        return begun;
    }

    private static long version(Map<String, AttributeValue> image) {
        return Long.parseLong(image.get("v").n());
    }

    private void requestShutdown() {
        processor.shutdownRequested(
                ShutdownRequestedInput.builder().checkpointer(leases).build());
    }

    private void start(Runnable call) {
        client.schedule(call);
    }

    private CompletableFuture<Void> call(Runnable call) {
        return CompletableFuture.runAsync(call, client::schedule);
    }

    private DynamoDBStreamsProcessRecordsInput records(int... places) {
        return DynamoDBStreamsProcessRecordsInput.builder()
                .records(IntStream.of(places).mapToObj(this::record).toList())
                .checkpointer(leases)
                .build();
    }

    private DynamoDBStreamsClientRecord record(int at) {
        return DynamoDBStreamsClientRecord.fromRecord(Record.builder()
                .eventName(OperationType.INSERT)
                .dynamodb(image -> image.sequenceNumber(Integer.toString(at))
                        .sizeBytes((long) Changes.BYTES)
                        .newImage(Map.of("v", AttributeValue.fromN(Integer.toString(at)))))
                .build());
    }

    private static StreamRecord at(int place) {
        return Changes.changed(place);
    }

    private static SequenceNumber place(int at) {
        return Changes.place(at);
    }
}
