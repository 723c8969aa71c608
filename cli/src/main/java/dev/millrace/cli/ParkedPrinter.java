/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.change.ChangeRecord;
import dev.millrace.json.AttributesJson;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkingEntry;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Shows what is parked: as a line for people, or as a line of JSON. */
final class ParkedPrinter {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Consumer<String> out;
    private final boolean json;

    ParkedPrinter(Consumer<String> out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void item(ParkedItem item) {
        ObjectNode node = node("item")
                .put("item", item.key().id())
                .put("tenant", item.key().tenant().code())
                .put("version", item.setback().version().value())
                .put("changes", item.changes())
                .put("attempts", item.setback().attempts())
                .put("source", item.setback().source())
                .put("parkedAt", item.parkedAt().toString())
                .put("failedAt", item.setback().at().toString())
                .put("redriving", item.redriving())
                .put("cause", item.setback().cause());
        print(
                node,
                "%s  version %s, %d kept, since %s%s  %s"
                        .formatted(
                                item.key(),
                                item.setback().version(),
                                item.changes(),
                                item.parkedAt(),
                                item.redriving() ? ", redriving" : "",
                                item.setback().cause()));
    }

    /** The payload only if it was asked for: terminals are logged, too. */
    void change(ChangeRecord change, boolean payload) {
        ObjectNode node = node("change")
                .put("version", change.version().value())
                .put("command", change.commandId().text())
                .put("deleted", change.state().content().deleted())
                .put("writtenAt", change.state().audit().updated().at().toString());
        String attributes = payload ? attributes(change) : "";
        if (payload) {
            node.put("attributes", attributes);
        }
        print(
                node,
                "  version %s, command %s, written %s %s"
                        .formatted(
                                change.version(),
                                change.commandId(),
                                change.state().audit().updated().at(),
                                attributes));
    }

    private static String attributes(ChangeRecord change) {
        return new String(AttributesJson.write(change.state().content().attributes()), StandardCharsets.UTF_8);
    }

    void entry(ParkingEntry entry) {
        ObjectNode node = node("entry")
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("action", entry.action().name())
                .put("before", entry.before())
                .put("after", entry.after())
                .put("cause", entry.cause());
        print(
                node,
                "  %s %s by %s: %d changes before, %d after"
                        .formatted(entry.at(), entry.action(), entry.by(), entry.before(), entry.after()));
    }

    private static ObjectNode node(String kind) {
        return JSON.createObjectNode().put("kind", kind);
    }

    private void print(ObjectNode node, String line) {
        out.accept(json ? node.toString() : line.stripTrailing());
    }
}
