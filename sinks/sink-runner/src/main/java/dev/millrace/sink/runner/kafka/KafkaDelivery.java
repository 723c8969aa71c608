/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.kafka.receiver.ReceiverRecord;

/** A Kafka record, read as far as it can be. */
final class KafkaDelivery implements Delivery {

    private final ReceiverRecord<String, byte[]> received;
    private final Content content;
    private final Session session;
    private final Tenure tenure;

    KafkaDelivery(ReceiverRecord<String, byte[]> received, Content content, Session session, Tenure tenure) {
        this.received = received;
        this.content = content;
        this.session = session;
        this.tenure = tenure;
    }

    ConsumerRecord<String, byte[]> received() {
        return received;
    }

    @Override
    public Position position() {
        return new Position(received.topic(), received.partition(), received.offset());
    }

    @Override
    public Content content() {
        return content;
    }

    @Override
    public long tenure() {
        return tenure.number();
    }

    @Override
    public int bytes() {
        return Math.max(0, received.serializedKeySize()) + Math.max(0, received.serializedValueSize());
    }

    @Override
    public void acknowledge() {
        if (!tenure.isOver()) {
            session.acknowledge(received.receiverOffset());
        }
    }
}
