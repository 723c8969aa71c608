/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.Changes;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.UnpublishableChangeException;
import dev.millrace.item.ModuleId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Timeout(20)
class KafkaChangePublisherTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, new StringSerializer(), new ByteArraySerializer());
    private final ChangePublisher publisher = new KafkaChangePublisher(producer, new ChangeRecords(MODULE));

    @AfterEach
    void close() {
        publisher.close().block();
    }

    @Test
    void a_publication_completes_when_kafka_has_acknowledged() {
        CompletableFuture<Void> published = publish(1);
        awaitSent(1);
        assertThat(published).isNotDone();

        producer.completeNext();
        published.join();
        assertThat(producer.history().get(0).topic()).isEqualTo("test-shop-order-changes");
        assertThat(producer.history().get(0).key()).isEqualTo("ORDER#acme#order-1");
    }

    @Test
    void nothing_is_sent_before_subscription() {
        publisher.publish(Changes.change("order-1", 1));
        CompletableFuture<Void> subscribed = publish(2);
        awaitSent(1);
        assertThat(subscribed).isNotDone();
        assertThat(version(producer.history().get(0))).isEqualTo("2");
    }

    @Test
    void after_a_change_that_was_not_acknowledged_no_later_one_is_sent() {
        CompletableFuture<Void> first = publish(1);
        CompletableFuture<Void> second = publish(2);
        awaitSent(2);
        producer.errorNext(new TimeoutException("broker gone"));

        assertThat(first).failsWithin(PATIENCE);
        assertThat(second).as("its fate is unknown, so it is not acknowledged").failsWithin(PATIENCE);
        StepVerifier.create(publisher.publish(Changes.change("order-1", 3)))
                .verifyError(PublishingFailedException.class);
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void a_change_that_is_too_large_fails_alone() {
        CompletableFuture<Void> large = publish(1);
        CompletableFuture<Void> small = publish(2);
        awaitSent(2);
        producer.errorNext(new RecordTooLargeException("too large"));
        producer.completeNext();

        small.join();
        assertThat(large).isCompletedExceptionally();
        assertThat(large)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(UnpublishableChangeException.class);
    }

    @Test
    void a_closed_publisher_leaves_nobody_waiting() {
        CompletableFuture<Void> unanswered = publish(1);
        awaitSent(1);
        publisher.close().block();
        assertThat(unanswered).isCompletedExceptionally();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void after_a_close_nothing_is_sent() {
        publisher.close().block();
        StepVerifier.create(publisher.publish(Changes.change("order-1", 1)))
                .verifyError(PublishingFailedException.class);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void an_answer_that_nobody_waits_for_any_more_is_passed_over() {
        AtomicInteger told = new AtomicInteger();
        var cancelled = publisher
                .publish(Changes.change("order-1", 1))
                .subscribe(null, failure -> told.incrementAndGet(), told::incrementAndGet);
        CompletableFuture<Void> next = publish(2);
        cancelled.dispose();
        awaitSent(2);
        producer.completeNext();
        producer.completeNext();
        next.join();
        assertThat(told).hasValue(0);
    }

    @Test
    void answers_are_told_on_a_thread_on_which_one_may_publish_again() {
        CompletableFuture<Void> both = publisher
                .publish(Changes.change("order-1", 1))
                .then(publisher.publish(Changes.change("order-1", 2)))
                .toFuture();
        awaitSent(1);
        producer.completeNext();
        awaitSent(2);
        producer.completeNext();
        both.join();
    }

    @Test
    void a_producer_that_refuses_a_record_at_once_has_failed_for_all() {
        CompletableFuture<Void> first = publish(1);
        awaitSent(1);
        producer.sendException = new BufferExhaustedException("full");
        assertThat(publish(2)).failsWithin(PATIENCE);
        assertThat(first).failsWithin(PATIENCE);
    }

    @Test
    void whoever_publishes_does_not_wait_while_the_producer_waits_for_room() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        try (MockProducer<String, byte[]> full =
                new MockProducer<>(true, new StringSerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<String, byte[]> record, Callback callback) {
                        room.join();
                        return super.send(record, callback);
                    }
                }) {
            ChangePublisher other = new KafkaChangePublisher(full, new ChangeRecords(MODULE));
            CompletableFuture<Void> first =
                    other.publish(Changes.change("order-1", 1)).toFuture();
            CompletableFuture<Void> second =
                    other.publish(Changes.change("order-1", 2)).toFuture();
            room.complete(null);
            assertThat(first).succeedsWithin(PATIENCE);
            assertThat(second).succeedsWithin(PATIENCE);
            other.close().block();
        }
    }

    @Test
    void no_answer_is_lost_between_the_threads_that_bring_them() {
        int count = 20_000;
        try (MockProducer<String, byte[]> quick =
                new MockProducer<>(true, new StringSerializer(), new ByteArraySerializer())) {
            ChangePublisher other = new KafkaChangePublisher(quick, new ChangeRecords(MODULE));
            Mono<Long> answered = Flux.range(1, count)
                    .parallel(4)
                    .runOn(Schedulers.parallel())
                    .flatMap(version ->
                            other.publish(Changes.change("order-1", version)).thenReturn(version))
                    .sequential()
                    .count();
            assertThat(answered.block(PATIENCE)).isEqualTo(count);
            other.close().block();
        }
    }

    @Test
    void a_dead_letter_names_the_row_and_the_cause_and_quotes_neither() {
        Throwable cause = new IllegalStateException("secret content");
        var letter = new DeadLetter(ShardId.of("shard-1"), Changes.place(7), "ORDER#acme", "order-1#v1", cause);
        var unused = publisher.setAside(letter).toFuture();
        awaitSent(1);

        ProducerRecord<String, byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo(ChangeTopics.deadLetters(MODULE));
        assertThat(record.value()).isEmpty();
        assertThat(headers(record))
                .containsExactlyInAnyOrder(
                        "millrace-table=test-shop-order-command",
                        "millrace-partition-key=ORDER#acme",
                        "millrace-sort-key=order-1#v1",
                        "millrace-source=shard-1@7",
                        "millrace-cause=java.lang.IllegalStateException");
    }

    @Test
    void no_property_makes_the_producer_unsafe() {
        var settings = new ProducerSettings(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "localhost:9092",
                ProducerConfig.ACKS_CONFIG,
                "0",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.LINGER_MS_CONFIG,
                50));
        assertThat(settings.all())
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 50);
    }

    private CompletableFuture<Void> publish(int version) {
        return publisher.publish(Changes.change("order-1", version)).toFuture();
    }

    private void awaitSent(int count) {
        await().until(() -> producer.history().size() == count);
    }

    private static String version(ProducerRecord<?, ?> record) {
        return new String(record.headers().lastHeader("ce_itemversion").value(), UTF_8);
    }

    private static List<String> headers(ProducerRecord<?, ?> record) {
        return List.of(record.headers().toArray()).stream()
                .map(KafkaChangePublisherTest::text)
                .toList();
    }

    private static String text(Header header) {
        return header.key() + "=" + new String(header.value(), UTF_8);
    }
}
