/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Mark;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** Changes and stream records for tests. */
public final class Changes {

    /** How many bytes each record of these counts for. */
    public static final int BYTES = 100;

    private Changes() {}

    /** A version of an item of that name. */
    public static ChangeRecord change(String item, long version) {
        return change(item, version, Instant.EPOCH);
    }

    /** A version of an item of that name, recorded at that moment. */
    public static ChangeRecord change(String item, long version, Instant recordedAt) {
        return change(item, version, Instant.EPOCH, recordedAt);
    }

    /** The same of an item that was created at that moment. */
    public static ChangeRecord change(String item, long version, Instant createdAt, Instant recordedAt) {
        ItemKey key = ItemKey.of("ORDER", "acme", item);
        ItemContent content = ItemContent.of("secret name", Attributes.empty());
        Audit audit = Audit.first(new Stamp(createdAt, "ada", "")).next(new Stamp(recordedAt, "ada", ""));
        ItemState state = new ItemState(key, Version.of(version), content, audit);
        return new ChangeRecord(state, new CommandId(item + "-" + version), Origin.UNKNOWN);
    }

    /** The record at that place: the version of that number of one item. */
    public static Changed changed(int at) {
        return new Changed(place(at), BYTES, change("order-1", at));
    }

    /** The records at these places. */
    public static Flux<StreamRecord> records(int... places) {
        return Flux.fromStream(IntStream.of(places).mapToObj(Changes::changed));
    }

    /** A place without anything to publish. */
    public static Mark mark(int at) {
        return new Mark(place(at));
    }

    /** The end of a shard. */
    public static Mark end() {
        return new Mark(SequenceNumber.SHARD_END);
    }

    /** The place of that number. */
    public static SequenceNumber place(int at) {
        return SequenceNumber.of(Integer.toString(at));
    }
}
