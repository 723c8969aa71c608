/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.CommandService;
import dev.millrace.data.DataService;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.history.HistoryService;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.AppliedVersions;
import java.util.List;

/**
 * One module of the application, with its services.
 *
 * @param tables the module's tables and ports
 * @param commands the command side
 * @param data the query side
 * @param history what became of items over time
 * @param applied how far the sinks have come
 * @param sinks the sinks that this application knows
 */
public record MillraceModule(
        DynamoModule tables,
        CommandService commands,
        DataService data,
        HistoryService history,
        AppliedVersions applied,
        List<KnownSink> sinks) {

    /** Copies the list. */
    public MillraceModule {
        requireNonNull(tables, "tables");
        requireNonNull(commands, "commands");
        requireNonNull(data, "data");
        requireNonNull(history, "history");
        requireNonNull(applied, "applied");
        sinks = List.copyOf(sinks);
    }

    /** Which module. */
    public ModuleId id() {
        return tables.id();
    }
}
