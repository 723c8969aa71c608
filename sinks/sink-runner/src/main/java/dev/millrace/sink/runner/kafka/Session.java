/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import dev.millrace.wire.ChangeWire;
import dev.millrace.wire.UndecodableRecordException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOffset;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverPartition;
import reactor.kafka.receiver.ReceiverRecord;

/** One membership in the consumer group: from joining it to leaving it or being thrown out. */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(KafkaRoad.class);

    /** How many deliveries are decoded ahead of the runner, so that the sink's threads need not do it. */
    private static final int DECODED_AHEAD = 256;

    private final ReceiverOptions<String, byte[]> options;
    private final Map<TopicPartition, Tenure> tenures = new ConcurrentHashMap<>();
    private final AtomicLong lastTenure;
    private volatile @Nullable ReceiverOffset lastAcknowledged;

    /** Joins later; numbers its tenures on from the last one of the sessions before. */
    Session(ReceiverOptions<String, byte[]> options, AtomicLong lastTenure) {
        this.lastTenure = lastTenure;
        this.options = options.addAssignListener(this::assigned).addRevokeListener(this::revoked);
    }

    Flux<Delivery> deliveries() {
        return KafkaReceiver.create(options)
                .receive()
                .map(this::deliver)
                .publishOn(Schedulers.parallel(), DECODED_AHEAD)
                .doFinally(signal -> end());
    }

    private Delivery deliver(ReceiverRecord<String, byte[]> received) {
        Tenure tenure = tenures.getOrDefault(received.receiverOffset().topicPartition(), Tenure.OVER);
        tenure.delivered(received.offset());
        return new KafkaDelivery(received, read(received), this, tenure);
    }

    private static Delivery.Content read(ReceiverRecord<String, byte[]> received) {
        try {
            return new Delivery.Decoded(ChangeWire.json().read(received));
        } catch (UndecodableRecordException undecodable) {
            return new Delivery.Undecodable(undecodable);
        }
    }

    void acknowledge(ReceiverOffset offset) {
        offset.acknowledge();
        lastAcknowledged = offset;
    }

    /** Saves everything acknowledged so far: committing one offset commits all that are pending. */
    Mono<Void> commit() {
        return Mono.defer(() -> {
            ReceiverOffset last = lastAcknowledged;
            return last == null ? Mono.empty() : last.commit();
        });
    }

    /** Tells whether there is a record on a partition of ours that was not delivered. */
    boolean isBehind(List<PartitionPosition> positions) {
        return tenures.entrySet().stream().anyMatch(ours -> positions.stream()
                .filter(position -> position.partition() == ours.getKey().partition())
                .anyMatch(position -> position.end()
                        > Math.max(position.next(), ours.getValue().next())));
    }

    private void assigned(Collection<ReceiverPartition> partitions) {
        if (!partitions.isEmpty()) {
            log.info("assigned {}", partitions);
            long number = lastTenure.incrementAndGet();
            partitions.forEach(partition -> tenures.put(partition.topicPartition(), new Tenure(number)));
        }
    }

    private void revoked(Collection<ReceiverPartition> partitions) {
        log.info("revoked {}", partitions);
        partitions.forEach(partition -> endTenure(partition.topicPartition()));
    }

    private void endTenure(TopicPartition partition) {
        Tenure tenure = tenures.remove(partition);
        if (tenure != null) {
            tenure.end();
        }
    }

    private void end() {
        tenures.keySet().forEach(this::endTenure);
    }
}
