/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;

/** What the Kinesis client calls for one shard, one call at a time, on a thread that may be blocked. */
final class KclShardProcessor implements DynamoDBStreamsShardRecordProcessor {

    private final Function<InitializationInput, ShardReading> begin;

    private volatile @Nullable ShardReading reading;

    /** Creates a processor that begins to read once it knows its shard. */
    KclShardProcessor(Function<InitializationInput, ShardReading> begin) {
        this.begin = begin;
    }

    @Override
    public void initialize(InitializationInput input) {
        reading = begin.apply(input);
    }

    /** Brings no records, but comes once before the first one could be saved, and then as a sign of life. */
    @Override
    public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
        reading().ready(input.checkpointer());
    }

    /** May come before the first {@link #initialize}: then there is nothing to lose. */
    @Override
    public void leaseLost(LeaseLostInput input) {
        ShardReading lost = reading;
        if (lost != null) {
            lost.lose();
        }
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        reading().finish(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        reading().leave(input.checkpointer());
    }

    private ShardReading reading() {
        return requireNonNull(reading, "initialize comes first");
    }
}
