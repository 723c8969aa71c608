/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** The sink most people write first: it looks at no version, removes what is deleted, and starts before it is asked. */
final class LastWriterWinsSink implements ChangeSink {

    private final Map<ItemKey, ChangeRecord> rows = new ConcurrentHashMap<>();

    @Override
    public SinkName name() {
        return SinkName.of("naive");
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.just(changes.stream().map(this::write).toList());
    }

    private SinkOutcome write(ChangeRecord change) {
        if (change.state().content().deleted()) {
            rows.remove(change.key());
        } else {
            rows.put(change.key(), change);
        }
        return SinkOutcome.applied();
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.fromSupplier(() -> rows.containsKey(key) ? rows.get(key).version() : Version.NONE);
    }

    Mono<Attributes> read(ItemKey key) {
        return Mono.fromSupplier(() -> rows.get(key))
                .map(change -> change.state().content().attributes());
    }
}
