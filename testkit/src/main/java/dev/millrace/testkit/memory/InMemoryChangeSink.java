/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A {@link ChangeSink} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryChangeSink implements ChangeSink {

    private final SinkName name;
    private final Map<ItemKey, ItemState> states = new HashMap<>();

    /** Creates an empty sink. */
    public InMemoryChangeSink(SinkName name) {
        this.name = requireNonNull(name, "name");
    }

    @Override
    public SinkName name() {
        return name;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        List<ChangeRecord> batch = List.copyOf(changes);
        return Mono.fromSupplier(() -> batch.stream().map(this::apply).toList());
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.fromSupplier(() -> version(key));
    }

    /** Emits the item as a query of this read model sees it; empty if it is not there or deleted. */
    public Mono<ItemState> read(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.fromSupplier(() -> held(key))
                .filter(state -> !state.content().deleted());
    }

    private synchronized SinkOutcome apply(ChangeRecord change) {
        if (!change.version().isAfter(version(change.key()))) {
            return SinkOutcome.stale();
        }
        states.put(change.key(), change.state());
        return SinkOutcome.applied();
    }

    private synchronized Version version(ItemKey key) {
        ItemState held = states.get(key);
        return held == null ? Version.NONE : held.version();
    }

    private synchronized @Nullable ItemState held(ItemKey key) {
        return states.get(key);
    }
}
