/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.micro;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes as large as those of a shop: about 1 KB of payload in a dozen attributes. */
public final class Changes {

    private static final long SEED = 42;

    private static final Origin ORIGIN =
            new Origin("[order]:bench", "request-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final Audit AUDIT =
            Audit.first(new Stamp(Instant.parse("2026-01-02T03:04:05.678Z"), "ada", "192.0.2.1"));

    private Changes() {}

    /** A change of that item to that version, with about 1 KB of payload. */
    public static ChangeRecord change(ItemKey key, long version) {
        return change(key, version, content(version));
    }

    /** A change of that item to that version with that content. */
    public static ChangeRecord change(ItemKey key, long version, ItemContent content) {
        ItemState state = new ItemState(key, Version.of(version), content, AUDIT);
        return new ChangeRecord(state, CommandId.random(), ORIGIN);
    }

    /** Changes of so many items in random order, each with a key object of its own; they share the rest. */
    public static List<ChangeRecord> scattered(int changes, int keys) {
        ItemContent content = content(1); // one for all, for a million would not fit
        CommandId id = CommandId.random();
        List<Integer> order = new ArrayList<>(changes);
        for (int change = 0; change < changes; change++) {
            order.add(change % keys);
        }
        Collections.shuffle(order, new Random(SEED));
        List<ChangeRecord> scattered = new ArrayList<>(changes);
        for (int key : order) {
            ItemKey own = ItemKey.of("ORDER", "acme", "order-" + key);
            scattered.add(new ChangeRecord(new ItemState(own, Version.FIRST, content, AUDIT), id, ORIGIN));
        }
        return scattered;
    }

    /** An order of four lines. */
    public static ItemContent content(long revision) {
        Map<String, Object> address =
                Map.of("street", "Mühlenweg 7", "city", "Aachen", "zip", "52062", "country", "DE");
        return ItemContent.of(
                "Order 4711",
                Attributes.of(Map.of(
                        "revision",
                        revision,
                        "customer",
                        "customer-0042",
                        "status",
                        "CONFIRMED",
                        "total",
                        1234.56,
                        "currency",
                        "EUR",
                        "gift",
                        false,
                        "note",
                        "leave it with the neighbour, please; ".repeat(8),
                        "address",
                        address,
                        "lines",
                        List.of(line(1), line(2), line(3), line(4)))));
    }

    private static Map<String, Object> line(int number) {
        return Map.of("sku", "sku-000" + number, "quantity", number, "price", 9.99, "text", "a thing that one orders");
    }
}
