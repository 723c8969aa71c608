/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A command table in memory that counts what is read of it. */
public final class MapTable implements CommandTable {

    private final Map<ItemKey, NavigableMap<Version, ChangeRecord>> items = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile Mono<Void> delay = Mono.empty();

    /** A table that holds these. */
    public MapTable(ChangeRecord... rows) {
        List.of(rows).forEach(this::put);
    }

    /** Adds a row. */
    public void record(ChangeRecord row) {
        put(row);
    }

    void put(ChangeRecord row) {
        items.computeIfAbsent(row.key(), absent -> new ConcurrentSkipListMap<>())
                .put(row.version(), row);
    }

    /** Lets reads wait. */
    MapTable slowedBy(Mono<Void> newDelay) {
        delay = newDelay;
        return this;
    }

    int reads() {
        return reads.get();
    }

    /** How many parts were read. */
    int scans() {
        return scans.get();
    }

    @Override
    public Mono<ChangeRecord> get(ItemKey key, Version version) {
        return Mono.defer(() -> {
            reads.incrementAndGet();
            return delay.then(Mono.justOrEmpty(versions(key).get(version)));
        });
    }

    @Override
    public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
        scans.incrementAndGet();
        return Flux.fromStream(() -> items.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(row -> partOf(row.key()) == part)
                .filter(row -> !row.state().audit().updated().at().isBefore(since))
                .sorted(Comparator.comparing((ChangeRecord row) -> row.key().id())
                        .thenComparing(ChangeRecord::version)));
    }

    /** The part of the table that an item is in. */
    static int partOf(ItemKey key) {
        return Math.floorMod(key.hashCode(), PARTS);
    }

    private NavigableMap<Version, ChangeRecord> versions(ItemKey key) {
        return items.getOrDefault(key, new TreeMap<>());
    }
}
