/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Reads the records of one shard. The command table only grows, so only insertions are changes; a removal is a row that
 * expired.
 *
 * @param shard which shard
 * @param images reads the image of a new row
 */
public record RecordDecoder(ShardId shard, Function<Map<String, AttributeValue>, ChangeRecord> images) {

    /** Refuses null. */
    public RecordDecoder {
        requireNonNull(shard, "shard");
        requireNonNull(images, "images");
    }

    /** Returns what a record of the shard stands for. Never throws: a row that cannot be read is an answer. */
    public StreamRecord decode(Record record) {
        SequenceNumber at = SequenceNumber.of(record.dynamodb().sequenceNumber());
        return record.eventName() == OperationType.INSERT ? insertion(at, record) : new StreamRecord.Mark(at);
    }

    private StreamRecord insertion(SequenceNumber at, Record record) {
        try {
            return new StreamRecord.Changed(
                    at, bytes(record), images.apply(record.dynamodb().newImage()));
        } catch (RuntimeException cause) {
            Map<String, AttributeValue> keys = record.dynamodb().keys();
            return new StreamRecord.Undecodable(new DeadLetter(shard, at, key(keys, "pk"), key(keys, "sk"), cause));
        }
    }

    private static int bytes(Record record) {
        Long size = record.dynamodb().sizeBytes();
        return size == null ? 0 : Math.toIntExact(size);
    }

    private static String key(Map<String, AttributeValue> keys, String name) {
        AttributeValue key = keys.get(name);
        return key == null || key.s() == null ? "" : key.s();
    }
}
