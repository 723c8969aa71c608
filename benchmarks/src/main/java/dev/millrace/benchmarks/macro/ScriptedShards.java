/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.ScriptedSource;
import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.Images;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.streams.ScriptedStreams;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stream without DynamoDB: it holds what it is told to, and answers after a while. */
final class ScriptedShards {

    static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/bench-shop-order-command/stream/2026-01-01T00:00:00.000";

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);
    private final int shards;

    private ScriptedShards(int shards, Duration roundTrip) {
        this.shards = shards;
        for (int shard = 0; shard < shards; shard++) {
            streams.open(shard(shard));
        }
        streams.answerAfter(roundTrip);
    }

    /** Returns so many empty shards whose answers take that long. */
    static ScriptedShards of(int shards, Duration roundTrip) {
        return new ScriptedShards(shards, roundTrip);
    }

    /** Puts the first version of so many orders into the shards, one after the other. */
    ScriptedShards with(int records) {
        for (int record = 0; record < records; record++) {
            ItemKey key = Orders.key("streamed", record);
            ChangeRecord change = Orders.change(key, 1);
            Map<String, AttributeValue> image = Images.of(change);
            streams.insert(shard(record % shards), image);
        }
        return this;
    }

    ScriptedStreams streams() {
        return streams;
    }

    StreamSource source(DirectOptions options) {
        return ScriptedSource.of(streams, ARN, options);
    }

    static String shard(int number) {
        return "shardId-%020d-%08x".formatted(number, number);
    }
}
