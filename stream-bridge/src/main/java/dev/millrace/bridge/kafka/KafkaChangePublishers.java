/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.item.ModuleId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/** Makes publishers that write a module's changes to Kafka. */
public final class KafkaChangePublishers {

    private KafkaChangePublishers() {}

    /**
     * Returns publishers to the topics of {@link ChangeTopics}, which must exist.
     *
     * <p>Opening one fails with {@link PublishingFailedException} when Kafka cannot be reached or does not know the topic
     * within {@code max.block.ms}, 10 s by default. Each publisher is one idempotent producer with {@code acks=all}; no
     * property changes that. The other properties that matter for speed have defaults which properties may change: {@code
     * compression.type=lz4}, {@code linger.ms=5}, {@code batch.size=65536}, {@code buffer.memory=67108864}, {@code
     * max.request.size=2097152}, {@code delivery.timeout.ms=60000}.
     *
     * @param properties how to reach Kafka: at least {@code bootstrap.servers}
     */
    public static ChangePublisherFactory of(ModuleId module, Map<String, ?> properties) {
        ChangeRecords records = new ChangeRecords(requireNonNull(module, "module"));
        ProducerSettings settings = new ProducerSettings(Map.copyOf(properties));
        Mono<ChangePublisher> opened = Mono.create(opening -> open(records, settings, opening));
        return maxInFlight -> opened.subscribeOn(Schedulers.boundedElastic()); // it waits for Kafka
    }

    private static void open(ChangeRecords records, ProducerSettings settings, MonoSink<ChangePublisher> opening) {
        Producer<String, byte[]> producer = FailFastProducers.create(settings);
        ChangePublisher publisher = new KafkaChangePublisher(producer, records);
        AtomicBoolean unwanted = new AtomicBoolean();
        opening.onCancel(() -> {
            unwanted.set(true);
            publisher.close().subscribe();
        });
        try {
            producer.partitionsFor(records.topic()); // so that no publication waits for it
            opening.success(publisher);
        } catch (RuntimeException failure) {
            publisher.close().subscribe();
            if (!unwanted.get()) {
                opening.error(new PublishingFailedException("the topic cannot be looked up", failure));
            }
        }
    }
}
