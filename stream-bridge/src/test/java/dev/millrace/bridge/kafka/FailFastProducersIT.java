/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ModuleId;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker that refuses a record for its timestamp, and would take those that wait behind it. */
@Timeout(60)
@ExtendWith(LocalKafka.class)
class FailFastProducersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BEHIND = 20;

    private final ModuleId module =
            new ModuleId("test", "fast", "m" + UUID.randomUUID().toString().substring(0, 8));
    private final Map<String, Object> kafka;

    FailFastProducersIT(KafkaBroker broker) {
        this.kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @BeforeEach
    void createTopic() throws Exception {
        ChangeTopics.create(kafka, module, 1, 1).block(PATIENCE);
        try (Admin admin = Admin.create(kafka)) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, module.changesTopic());
            var limit = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, "3600000");
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    @Test
    void a_record_that_was_given_up_is_followed_by_none() throws Exception {
        List<CompletableFuture<Exception>> answers = sendRefusedAndMore(FailFastProducers::create);
        assertThat(answers.get(0).get()).isInstanceOf(InvalidTimestampException.class);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).isCompletedWithValueMatching(Exception.class::isInstance));
        assertThat(recordsOnTheTopic()).as("the one before").isOne();
    }

    @Test
    void a_producer_left_alone_goes_on_which_is_why_there_is_another() throws Exception {
        sendRefusedAndMore(
                settings -> new KafkaProducer<>(settings.all(), new StringSerializer(), new ByteArraySerializer()));
        assertThat(recordsOnTheTopic()).isGreaterThan(1);
    }

    @Test
    void a_record_that_is_too_large_fails_alone() throws Exception {
        try (Producer<String, byte[]> producer = FailFastProducers.create(settings())) {
            CompletableFuture<Exception> large = send(producer, record(System.currentTimeMillis(), 4 << 20));
            CompletableFuture<Exception> small = send(producer, record(System.currentTimeMillis(), 1));
            assertThat(large.get()).isInstanceOf(RecordTooLargeException.class);
            assertThat(small.get()).isNull();
        }
    }

    /** After one that is taken, so that the broker knows the producer's sequence, one is refused; batches are small. */
    private List<CompletableFuture<Exception>> sendRefusedAndMore(
            Function<ProducerSettings, Producer<String, byte[]>> producers) {
        List<CompletableFuture<Exception>> answers = new ArrayList<>();
        try (Producer<String, byte[]> producer = producers.apply(settings())) {
            assertThat(send(producer, record(System.currentTimeMillis(), 1)).join())
                    .isNull();
            answers.add(send(producer, record(0, 1)));
            IntStream.range(0, BEHIND)
                    .mapToObj(number -> send(producer, record(System.currentTimeMillis(), 1)))
                    .forEach(answers::add);
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        }
        return answers;
    }

    private ProducerSettings settings() {
        Map<String, Object> own =
                Map.of("bootstrap.servers", kafka.get("bootstrap.servers"), "batch.size", 0, "linger.ms", 0);
        return new ProducerSettings(own);
    }

    private ProducerRecord<String, byte[]> record(long timestamp, int bytes) {
        return new ProducerRecord<>(module.changesTopic(), 0, timestamp, "key", new byte[bytes]);
    }

    /** Completes with the failure; with null if there is none. */
    private static CompletableFuture<Exception> send(
            Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        CompletableFuture<Exception> answer = new CompletableFuture<>();
        try {
            var unused = producer.send(record, (metadata, failure) -> answer.complete(failure));
        } catch (IllegalStateException closed) {
            answer.complete(closed);
        }
        return answer;
    }

    private long recordsOnTheTopic() throws Exception {
        TopicPartition partition = new TopicPartition(module.changesTopic(), 0);
        try (Admin admin = Admin.create(kafka)) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }
}
