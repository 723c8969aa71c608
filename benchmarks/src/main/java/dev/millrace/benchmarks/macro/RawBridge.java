/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.CommandImages;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * The bridge as a loop over the bare clients: reads a page, sends it, reads the next one. No order, no budget, no
 * checkpoints; the records are the same.
 */
final class RawBridge {

    /** The bridge's bound, which the raw loop keeps too. */
    private static final int IN_FLIGHT = 4_096;

    private final DynamoDbStreamsAsyncClient streams;
    private final Topic topic;
    private final Producer<String, byte[]> producer;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final FirstToLast time = new FirstToLast();
    private final AtomicInteger failures = new AtomicInteger();

    RawBridge(DynamoDbStreamsAsyncClient streams, Topic topic, Producer<String, byte[]> producer) {
        this.streams = streams;
        this.topic = topic;
        this.producer = producer;
    }

    /** Carries the first shard until a page is empty; returns the nanoseconds between first and last acknowledgement. */
    long carry() {
        GetRecordsResponse page = read(iterator());
        while (page.hasRecords() && !page.records().isEmpty()) {
            page.records().forEach(this::send);
            page = read(page.nextShardIterator());
        }
        free.acquireUninterruptibly(IN_FLIGHT);
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " records were not acknowledged");
        }
        return time.nanos();
    }

    private void send(Record record) {
        free.acquireUninterruptibly();
        ChangeRecord change = CommandImages.toChange(record.dynamodb().newImage());
        topic.send(change, producer, (sent, failure) -> acknowledged(failure));
    }

    private void acknowledged(@Nullable Exception failure) {
        if (failure != null) {
            failures.incrementAndGet();
        }
        time.acknowledged();
        free.release();
    }

    private String iterator() {
        return streams.getShardIterator(from -> from.streamArn(ScriptedShards.ARN)
                        .shardId(ScriptedShards.shard(0))
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
    }

    private GetRecordsResponse read(String iterator) {
        return streams.getRecords(get -> get.shardIterator(iterator)).join();
    }
}
