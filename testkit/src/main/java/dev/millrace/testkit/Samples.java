/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.data.DataItem;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values to test with. What a test does not name is the same each time, but for command ids, which are always new. */
public final class Samples {

    private static final Stamp CREATED = new Stamp(Instant.parse("2026-01-02T03:04:05.678Z"), "ada", "192.0.2.1");
    private static final Stamp UPDATED = new Stamp(Instant.parse("2026-02-03T04:05:06.789Z"), "grace", "192.0.2.2");
    private static final Origin ORIGIN =
            new Origin("[order]:test", "request-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private Samples() {}

    /** A partition that no other test uses. */
    public static PartitionKey freshPartition() {
        return PartitionKey.of("ORDER", "t" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** The key of an item in a partition. */
    public static ItemKey key(PartitionKey partition, String sort) {
        return new ItemKey(partition, SortKey.of(sort));
    }

    /** Attributes with one text. */
    public static Attributes note(String text) {
        return Attributes.of(Map.of("note", text));
    }

    /** Attributes with a value of every kind, nested, at the limits of what numbers can be. */
    public static Attributes everyKind() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("text", "grüße 你好 😀");
        values.put("emptyText", "");
        values.put("integer", 42);
        values.put("large", new BigDecimal("9.9999999999999999999999999999999999999E+125"));
        values.put("small", new BigDecimal("-1E-130"));
        values.put("yes", true);
        values.put("nothing", null);
        values.put("bytes", new byte[] {0, 1, -1});
        values.put("list", Arrays.asList(1, "two", null, List.of(), Map.of()));
        values.put("map", Map.of("inner", Map.of("deep", List.of(1.5, "x"))));
        return Attributes.of(values);
    }

    /** A state of an item: created by one user, last written by another. */
    public static ItemState state(ItemKey key, long version, ItemContent content) {
        return new ItemState(
                key, Version.of(version), content, Audit.first(CREATED).next(UPDATED));
    }

    /** A recorded command with those attributes. */
    public static RecordedCommand recorded(ItemKey key, long version, Attributes attributes) {
        return recorded(key, version, ItemContent.of("a name", attributes));
    }

    /** A recorded command with that content. */
    public static RecordedCommand recorded(ItemKey key, long version, ItemContent content) {
        return new RecordedCommand(state(key, version, content), CommandId.random(), ORIGIN);
    }

    /** A change with those attributes. */
    public static ChangeRecord change(ItemKey key, long version, Attributes attributes) {
        return recorded(key, version, attributes).toChange();
    }

    /** A change that deletes the item. */
    public static ChangeRecord deletion(ItemKey key, long version) {
        ItemContent gone = ItemContent.of("a name", Attributes.empty()).withDeleted(true);
        return recorded(key, version, gone).toChange();
    }

    /** A row of the data table with those attributes. */
    public static DataItem item(ItemKey key, long version, Attributes attributes) {
        return recorded(key, version, attributes).toItem();
    }
}
