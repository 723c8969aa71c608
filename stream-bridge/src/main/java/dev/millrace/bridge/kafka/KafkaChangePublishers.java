/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.item.ModuleId;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;

/** Makes publishers that write a module's changes to Kafka. */
public final class KafkaChangePublishers {

    private KafkaChangePublishers() {}

    /**
     * Returns publishers to the topics of {@link ChangeTopics}, which must exist.
     *
     * <p>Each publisher is one idempotent producer with {@code acks=all}; no property changes that. The other properties
     * that matter for speed have defaults which properties may change: {@code compression.type=lz4},
     * {@code linger.ms=5}, {@code batch.size=65536}, {@code buffer.memory=67108864}, {@code max.request.size=2097152},
     * {@code delivery.timeout.ms=60000}.
     *
     * @param properties how to reach Kafka: at least {@code bootstrap.servers}
     */
    public static ChangePublisherFactory of(ModuleId module, Map<String, ?> properties) {
        ChangeRecords records = new ChangeRecords(requireNonNull(module, "module"));
        ProducerSettings settings = new ProducerSettings(Map.copyOf(properties));
        return maxInFlight -> Mono.fromSupplier(() -> open(records, settings, maxInFlight));
    }

    private static ChangePublisher open(ChangeRecords records, ProducerSettings settings, int maxInFlight) {
        Scheduler answering = Schedulers.newSingle("millrace-publisher", true);
        KafkaSender<String, byte[]> sender = KafkaSender.create(
                new FailFastProducers(), settings.senderOptions(maxInFlight).scheduler(answering));
        return new KafkaChangePublisher(sender, records, answering, maxInFlight);
    }
}
