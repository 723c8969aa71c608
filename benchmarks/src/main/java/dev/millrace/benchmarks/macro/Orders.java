/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Items to measure with: orders of one tenant with 1 KB of payload in three attributes. */
final class Orders {

    static final String TENANT = "acme";

    private static final String TEXT = "leave it with the neighbour, please; ".repeat(27);
    private static final Origin ORIGIN =
            new Origin("[order]:bench", "request-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final Audit AUDIT =
            Audit.first(new Stamp(Instant.parse("2026-01-02T03:04:05.678Z"), "ada", "192.0.2.1"));

    private Orders() {}

    static ItemKey key(String prefix, long number) {
        return ItemKey.of("ORDER", TENANT, prefix + "-" + number);
    }

    /** The number in the key of a change. */
    static int number(ChangeRecord change) {
        String sort = change.key().sort().text();
        return Integer.parseInt(sort, sort.lastIndexOf('-') + 1, sort.length(), 10);
    }

    static Attributes attributes(long revision) {
        return Attributes.of(Map.of("text", TEXT, "revision", revision, "status", "CONFIRMED"));
    }

    static String text() {
        return TEXT;
    }

    static ChangeRecord change(ItemKey key, long version) {
        ItemContent content = ItemContent.of("Order 4711", attributes(version));
        return new ChangeRecord(new ItemState(key, Version.of(version), content, AUDIT), CommandId.random(), ORIGIN);
    }

    /** Lets a caller of the tenant ask. */
    static <T> Mono<T> as(Mono<T> call, String tenant) {
        return call.contextWrite(InvokeContext.system(Tenant.of(tenant)).asContext());
    }

    static <T> Mono<T> asTenant(Mono<T> call) {
        return as(call, TENANT);
    }
}
