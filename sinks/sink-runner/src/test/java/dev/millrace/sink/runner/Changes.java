/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

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
import java.util.Map;

/** Changes to test with. */
public final class Changes {

    private static final Audit AUDIT = Audit.first(new Stamp(Instant.EPOCH, "tester", ""));

    private Changes() {}

    /** That version of an item whose key ends with the text. */
    public static ChangeRecord change(String item, long version) {
        return of("acme", item, version);
    }

    /** That version of a tenant's item whose key ends with the text. */
    public static ChangeRecord of(String tenant, String item, long version) {
        ItemContent content = ItemContent.of(item, Attributes.of(Map.of("written", version)));
        ItemKey key = ItemKey.of("ORDER", tenant, item);
        ItemState state = new ItemState(key, Version.of(version), content, AUDIT);
        return new ChangeRecord(state, new CommandId(item + "-" + version), Origin.UNKNOWN);
    }

    /** The key of the item. */
    public static ItemKey key(String item) {
        return ItemKey.of("ORDER", "acme", item);
    }

    /** The item's name and version, as assertions show it. */
    public static String shown(ChangeRecord change) {
        return change.key().sort() + " v" + change.version();
    }
}
