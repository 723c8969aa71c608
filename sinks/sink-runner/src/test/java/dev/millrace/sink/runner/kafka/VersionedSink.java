/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Holds the version of every item, answers after a moment on another thread, and can be down. */
final class VersionedSink implements ChangeSink {

    private static final Duration MOMENT = Duration.ofMillis(2);

    final Map<ItemKey, Version> holds;
    final AtomicInteger shown = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    volatile boolean down;

    VersionedSink() {
        this(new ConcurrentHashMap<>());
    }

    /** A sink of another process onto the same store. */
    VersionedSink(Map<ItemKey, Version> store) {
        this.holds = store;
    }

    @Override
    public SinkName name() {
        return SinkName.of("versions");
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.delay(MOMENT).map(moment -> write(changes));
    }

    private List<SinkOutcome> write(List<ChangeRecord> changes) {
        if (down) {
            refused.incrementAndGet();
            throw new StoreUnavailableException("the store is down", null);
        }
        shown.addAndGet(changes.size());
        return changes.stream().map(this::write).toList();
    }

    private SinkOutcome write(ChangeRecord change) {
        synchronized (holds) {
            if (!change.version().isAfter(holds.getOrDefault(change.key(), Version.NONE))) {
                return SinkOutcome.stale();
            }
            holds.put(change.key(), change.version());
            return SinkOutcome.applied();
        }
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.fromSupplier(() -> holds.getOrDefault(key, Version.NONE));
    }
}
