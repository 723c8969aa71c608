/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.testkit.streams.ScriptedStreams;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A scripted stream; what is written goes to the newest shard that {@link #roll} or the test opened. */
public abstract class ScriptedFixture implements StreamFixture {

    public static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/scripted/stream/2026-01-01T00:00:00.000";

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);
    private int shards;

    protected ScriptedFixture() {
        streams.open(shard(1));
        shards = 1;
    }

    /** The stream's name of a shard: the form that DynamoDB gives it, on which the Kinesis client insists. */
    public static String shard(int number) {
        return "shardId-%020d-%08x".formatted(number, number);
    }

    public ScriptedStreams streams() {
        return streams;
    }

    @Override
    public void write(int from, int to) {
        write(shards, from, to);
    }

    public void write(int shard, int from, int to) {
        for (int version = from; version <= to; version++) {
            streams.insert(shard(shard), Map.of("v", AttributeValue.fromN(Integer.toString(version))));
        }
    }

    @Override
    public void roll() {
        streams.roll(shard(shards), shard(shards + 1));
        shards++;
    }

    /** Reads an image as {@link #write} makes them. */
    public static ChangeRecord change(Map<String, AttributeValue> image) {
        return Changes.change("order-1", Long.parseLong(image.get("v").n()));
    }
}
