/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.parking.SinkEntry;
import java.util.function.Consumer;

/** Shows what was done with a sink: as a line for people, or as a line of JSON. */
record SinkEntryPrinter(Consumer<String> out, boolean json) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    void entry(SinkEntry entry) {
        out.accept(
                json
                        ? JSON.createObjectNode()
                                .put("at", entry.at().toString())
                                .put("by", entry.by())
                                .put("action", entry.action().name())
                                .put("detail", entry.detail())
                                .toString()
                        : "%s %s by %s %s"
                                .formatted(entry.at(), entry.action(), entry.by(), entry.detail())
                                .stripTrailing());
    }
}
