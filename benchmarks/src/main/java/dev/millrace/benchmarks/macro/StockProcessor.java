/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import dev.millrace.dynamodb.CommandImages;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;

/** What one writes for the stock adapter: sends the records of a page, waits for Kafka, and saves a checkpoint. */
final class StockProcessor implements DynamoDBStreamsShardRecordProcessor {

    private final Topic topic;
    private final Producer<String, byte[]> producer;
    private final IntConsumer carried;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** Creates a processor that tells how many records each page had, once they are acknowledged and saved. */
    StockProcessor(Topic topic, Producer<String, byte[]> producer, IntConsumer carried) {
        this.topic = topic;
        this.producer = producer;
        this.carried = carried;
    }

    @Override
    public void processRecords(DynamoDBStreamsProcessRecordsInput page) {
        page.records().forEach(record -> send(record.getRecord()));
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("a record was not acknowledged", failure.get());
        }
        try {
            page.checkpointer().checkpoint();
        } catch (InvalidStateException | ShutdownException e) {
            throw new IllegalStateException("the lease is lost", e);
        }
        carried.accept(page.records().size());
    }

    private void send(Record record) {
        topic.send(
                CommandImages.toChange(record.dynamodb().newImage()),
                producer,
                (sent, failed) -> failure.compareAndSet(null, failed));
    }

    @Override
    public void initialize(InitializationInput input) {
        // nothing to prepare
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        // the worker is alone
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        // the shard has no end
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        // each page has its checkpoint
    }
}
