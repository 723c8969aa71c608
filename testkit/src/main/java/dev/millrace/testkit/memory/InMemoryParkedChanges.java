/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkedScope.OfItem;
import dev.millrace.parking.ParkedScope.OfTenant;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link ParkedChanges} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryParkedChanges implements ParkedChanges {

    private static final Comparator<ItemKey> BY_TENANT =
            Comparator.<ItemKey, String>comparing(key -> key.tenant().code()).thenComparing(ItemKey::id);

    private final Map<SinkId, NavigableMap<ItemKey, Spot>> sinks = new HashMap<>();
    private final Map<SinkId, List<ParkingEntry>> entries = new HashMap<>();

    /** Creates an empty store. */
    public InMemoryParkedChanges() {}

    /** Where one item is parked. */
    private static final class Spot {

        private final NavigableMap<Version, ChangeRecord> changes = new TreeMap<>();
        private final Instant parkedAt;
        private Setback setback;
        private boolean asked;
        private String claimant = "";
        private Instant claimedUntil = Instant.MIN;

        Spot(Setback setback) {
            this.setback = setback;
            this.parkedAt = setback.at();
        }
    }

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        requireNonNull(setback, "setback");
        return run(() -> spots(sink)
                .computeIfAbsent(change.key(), key -> new Spot(setback))
                .changes
                .putIfAbsent(change.version(), change));
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        return atomically(() -> {
            Spot spot = spots(sink).get(change.key());
            if (spot != null) {
                spot.changes.putIfAbsent(change.version(), change);
            }
            return spot != null;
        });
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return all(() -> List.copyOf(spots(sink).keySet()));
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, @Nullable ItemKey after) {
        return all(() -> (after == null ? spots(sink) : spots(sink).tailMap(after, false))
                .entrySet().stream()
                        .filter(spot -> isIn(scope, spot.getKey()))
                        .map(spot -> item(sink, spot.getKey(), spot.getValue()))
                        .toList());
    }

    private static boolean isIn(ParkedScope scope, ItemKey key) {
        if (scope instanceof OfItem one) {
            return one.key().equals(key);
        }
        return !(scope instanceof OfTenant own) || own.tenant().equals(key.tenant());
    }

    private static ParkedItem item(SinkId sink, ItemKey key, Spot spot) {
        return new ParkedItem(sink, key, spot.setback, spot.changes.size(), spot.parkedAt, spot.asked);
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return all(() -> Stream.ofNullable(spots(sink).get(key))
                .flatMap(spot -> spot.changes.values().stream())
                .toList());
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return atomically(() -> {
            Spot spot = spots(sink).get(entry.key());
            if (spot != null) {
                spot.asked = true;
                entries(sink).add(entry);
            }
            return spot != null;
        });
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return all(() -> spots(sink).entrySet().stream()
                .filter(spot -> spot.getValue().asked)
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList());
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return atomically(() -> {
            Spot spot = spots(sink).get(key);
            if (spot == null || (!spot.claimant.equals(claimant) && spot.claimedUntil.isAfter(now))) {
                return false;
            }
            spot.claimant = claimant;
            spot.claimedUntil = until;
            return true;
        });
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        return run(() -> {
            Spot spot = spots(sink).get(key);
            if (spot != null) {
                spot.changes.remove(version);
            }
        });
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        return atomically(() -> {
            Spot spot = spots(sink).get(key);
            boolean empty = spot == null || spot.changes.isEmpty();
            if (empty) {
                spots(sink).remove(key);
            }
            return empty;
        });
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return run(() -> {
            Spot spot = spots(sink).get(key);
            if (spot != null) {
                spot.setback = setback;
                spot.asked = false;
                spot.claimedUntil = Instant.MIN;
            }
        });
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return run(() -> entries(sink).add(entry));
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return all(() -> entries(sink).stream()
                .filter(entry -> entry.key().tenant().equals(tenant))
                .sorted(Comparator.comparing(ParkingEntry::at))
                .toList());
    }

    private NavigableMap<ItemKey, Spot> spots(SinkId sink) {
        return sinks.computeIfAbsent(sink, absent -> new TreeMap<>(BY_TENANT));
    }

    private List<ParkingEntry> entries(SinkId sink) {
        return entries.computeIfAbsent(sink, absent -> new ArrayList<>());
    }

    private Mono<Void> run(Runnable step) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                step.run();
            }
        });
    }

    private <T> Mono<T> atomically(Supplier<T> step) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return step.get();
            }
        });
    }

    private <T> Flux<T> all(Supplier<List<T>> step) {
        return atomically(step).flatMapIterable(found -> found);
    }
}
