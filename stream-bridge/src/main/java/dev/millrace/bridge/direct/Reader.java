/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.streams.PollingPace;
import dev.millrace.bridge.streams.RecordDecoder;
import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * What the readings of one run share.
 *
 * @param calls reads the stream
 * @param store keeps the checkpoints
 * @param epoch with which they may be saved
 * @param room for their pages
 * @param images reads the image of a new row
 * @param options the user's
 * @param timer where time passes
 */
record Reader(
        StreamCalls calls,
        CheckpointStore store,
        long epoch,
        PageRoom room,
        Function<Map<String, AttributeValue>, ChangeRecord> images,
        DirectOptions options,
        Scheduler timer) {

    ShardCursor cursor(ShardId shard, @Nullable SequenceNumber after) {
        return new ShardCursor(shard, after, calls, new PollingPace(options.idle(), options.maxIdle()), timer);
    }

    Function<Record, StreamRecord> decoder(ShardId shard) {
        return new RecordDecoder(shard, images)::decode;
    }
}
