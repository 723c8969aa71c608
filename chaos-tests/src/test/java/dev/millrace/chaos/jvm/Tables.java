/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import static java.util.Objects.requireNonNull;

import dev.millrace.chaos.history.Contents;
import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.Shown;
import dev.millrace.chaos.history.Fact;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.datatable.DataTableSink;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** What is in a module's tables. */
record Tables(DynamoModule module) {

    /** Tells whether the data table shows the newest version of each item, or a row for none. */
    boolean areEqualIn(List<ItemKey> keys) {
        return keys.stream().allMatch(key -> shown(key) >= newest(key));
    }

    private long newest(ItemKey key) {
        return requireNonNull(module.commandLog()
                .latest(key)
                .map(row -> row.version().value())
                .defaultIfEmpty(0L)
                .block(ChaosRoad.PATIENCE));
    }

    private long shown(ItemKey key) {
        return requireNonNull(module.dataStore()
                .get(key)
                .map(row -> row.version().value())
                .defaultIfEmpty(0L)
                .block(ChaosRoad.PATIENCE));
    }

    /** The changes that are parked. */
    Set<Fact> parked() {
        SinkId sink = new SinkId(module.id(), DataTableSink.NAME);
        return requireNonNull(module.parkedChanges()
                .keys(sink)
                .concatMap(key -> module.parkedChanges().changes(sink, key))
                .map(Fact::of)
                .collect(Collectors.toSet())
                .block(ChaosRoad.PATIENCE));
    }

    /** The rows of an item in both. */
    List<Event> rows(ItemKey key) {
        Flux<Event> log = module.commandLog()
                .list(key, Version.FIRST, Version.of(Version.MAX))
                .map(row -> new Recorded(
                        new Fact(key.id(), row.version().value()), row.id().toString(), Contents.of(row.state())));
        Flux<Event> data = module.dataStore()
                .get(key)
                .<Event>map(row -> new Shown(
                        DataTableSink.NAME.text(),
                        new Fact(key.id(), row.version().value()),
                        Contents.of(row.state())))
                .flux();
        return requireNonNull(log.concatWith(data).collectList().block(ChaosRoad.PATIENCE));
    }
}
