/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.streams;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/** One shard: records in order, of which the oldest may be gone. Guarded by its stream. */
final class ScriptedShard {

    private final String id;
    private final @Nullable String parent;
    private final String firstNumber;
    private final List<Record> records = new ArrayList<>();

    private @Nullable String lastNumber;
    private int trimmed;

    boolean hidden;
    int emptyPages;
    int reads;

    ScriptedShard(String id, @Nullable String parent, String firstNumber) {
        this.id = id;
        this.parent = parent;
        this.firstNumber = firstNumber;
    }

    @Nullable
    String parent() {
        return parent;
    }

    void add(Record record) {
        if (lastNumber != null) {
            throw new IllegalStateException("shard %s has ended".formatted(id));
        }
        records.add(record);
    }

    void end(String number) {
        lastNumber = number;
    }

    void trim(int count) {
        trimmed = Math.min(records.size(), trimmed + count);
    }

    /** The index of the oldest record that is left. */
    int oldest() {
        return trimmed;
    }

    int newest() {
        return records.size();
    }

    boolean isTrimmedAt(int index) {
        return index < trimmed;
    }

    /** The index of the first record after that number. */
    int after(String number) {
        int index = 0;
        while (index < records.size() && number(index).compareTo(number) <= 0) {
            index++;
        }
        return index;
    }

    /** The index of the first record at that number or after it. */
    int at(String number) {
        int index = 0;
        while (index < records.size() && number(index).compareTo(number) < 0) {
            index++;
        }
        return index;
    }

    private String number(int index) {
        return records.get(index).dynamodb().sequenceNumber();
    }

    List<Record> page(int from, int limit) {
        if (emptyPages > 0) {
            emptyPages--;
            return List.of();
        }
        return List.copyOf(records.subList(from, Math.min(records.size(), from + limit)));
    }

    boolean isOverAt(int index) {
        return lastNumber != null && index == records.size() && emptyPages == 0;
    }

    Shard describe() {
        return Shard.builder()
                .shardId(id)
                .parentShardId(parent)
                .sequenceNumberRange(
                        range -> range.startingSequenceNumber(firstNumber).endingSequenceNumber(lastNumber))
                .build();
    }
}
