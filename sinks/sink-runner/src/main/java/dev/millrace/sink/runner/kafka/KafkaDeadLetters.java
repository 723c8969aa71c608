/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.item.InvalidValueException;
import dev.millrace.parking.Setback;
import dev.millrace.sink.runner.DeadLetters;
import dev.millrace.sink.runner.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/** Keeps dead letters in a topic, as they came and with what is known of their end. */
final class KafkaDeadLetters implements DeadLetters {

    private final KafkaSender<String, byte[]> sender;
    private final String topic;
    private final Clock clock;

    KafkaDeadLetters(ClientProperties clients, String topic, Clock clock) {
        this.sender = KafkaSender.create(SenderOptions.<String, byte[]>create(clients.deadLetterProducer())
                .withKeySerializer(new StringSerializer())
                .withValueSerializer(new ByteArraySerializer())
                .scheduler(Schedulers.boundedElastic())); // sending may wait for metadata
        this.topic = topic;
        this.clock = clock;
    }

    @Override
    public Mono<Void> put(Delivery delivery, Throwable cause, int attempts) {
        if (!(delivery instanceof KafkaDelivery own)) {
            throw new InvalidValueException(
                    "delivery", delivery.position().toString(), "must come from the source on the same road");
        }
        return sender.send(Mono.fromSupplier(() -> letter(own, cause, attempts)))
                .then();
    }

    private SenderRecord<String, byte[], Void> letter(KafkaDelivery delivery, Throwable cause, int attempts) {
        ConsumerRecord<String, byte[]> received = delivery.received();
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(topic, null, null, received.key(), received.value(), received.headers());
        Headers headers = letter.headers();
        add(headers, "millrace-cause", Setback.describe(cause));
        add(headers, "millrace-attempts", Integer.toString(attempts));
        add(headers, "millrace-source", delivery.position().toString());
        add(headers, "millrace-failed-at", clock.instant().toString());
        return SenderRecord.create(letter, null);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    void close() {
        sender.close();
    }
}
