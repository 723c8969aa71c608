/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A sink that notes all it takes, in order, and refuses or fails for what the test says. */
final class ModelSink implements ChangeSink {

    static final SinkName NAME = SinkName.of("model");

    final Map<ItemKey, List<Long>> taken = new HashMap<>();
    int calls;
    Function<ChangeRecord, @Nullable SinkOutcome> verdict = change -> null;
    Function<ChangeRecord, @Nullable Throwable> failure = change -> null;

    @Override
    public SinkName name() {
        return NAME;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> {
            calls++;
            for (ChangeRecord change : changes) {
                Throwable thrown = failure.apply(change);
                if (thrown != null) {
                    return Mono.error(thrown);
                }
            }
            return Mono.just(changes.stream().map(this::take).toList());
        });
    }

    private SinkOutcome take(ChangeRecord change) {
        SinkOutcome said = verdict.apply(change);
        if (said != null) {
            return said;
        }
        List<Long> versions = taken.computeIfAbsent(change.key(), key -> new ArrayList<>());
        boolean stale = versions.contains(change.version().value());
        versions.add(change.version().value());
        return stale ? SinkOutcome.stale() : SinkOutcome.applied();
    }

    List<Long> taken(String item) {
        return taken.getOrDefault(Changes.key(item), List.of());
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.fromSupplier(() -> Version.of(taken.getOrDefault(key, List.of()).stream()
                .mapToLong(version -> version)
                .max()
                .orElse(0)));
    }
}
