/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/** Watches the topic as a second sink: per item, versions must come one after the other, and repeats are counted. */
final class TopicAudit implements ChangeSink {

    static final SinkName NAME = SinkName.of("audit");

    private final Map<ItemKey, Version> seen = new ConcurrentHashMap<>();
    private final LongAdder inOrder = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    @Override
    public SinkName name() {
        return NAME;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.fromSupplier(() -> changes.stream().map(this::see).toList());
    }

    private SinkOutcome see(ChangeRecord change) {
        Version before = seen.getOrDefault(change.key(), Version.NONE);
        if (!change.version().isAfter(before)) {
            duplicates.increment();
            return SinkOutcome.stale();
        }
        (change.version().equals(before.next()) ? inOrder : outOfOrder).increment();
        seen.put(change.key(), change.version());
        return SinkOutcome.applied();
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.fromSupplier(() -> seen.getOrDefault(key, Version.NONE));
    }

    long seen() {
        return inOrder.sum() + outOfOrder.sum();
    }

    long outOfOrder() {
        return outOfOrder.sum();
    }

    long duplicates() {
        return duplicates.sum();
    }
}
