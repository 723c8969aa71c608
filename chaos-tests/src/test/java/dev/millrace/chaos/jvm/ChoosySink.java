/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * A sink that refuses every item whose name begins with {@value #POISON}, until it is mended.
 *
 * @param sink what takes the others
 * @param mended whether it takes them all
 */
record ChoosySink(ChangeSink sink, boolean mended) implements ChangeSink {

    static final String POISON = "poison";

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        List<ChangeRecord> taken =
                changes.stream().filter(change -> !isPoison(change)).toList();
        return sink.apply(taken).map(outcomes -> all(changes, taken, outcomes));
    }

    private static List<SinkOutcome> all(
            List<ChangeRecord> changes, List<ChangeRecord> taken, List<SinkOutcome> outcomes) {
        var known = taken.stream()
                .collect(Collectors.toMap(Function.identity(), change -> outcomes.get(taken.indexOf(change))));
        SinkOutcome refused = SinkOutcome.refused(new IllegalArgumentException("poison"));
        return changes.stream()
                .map(change -> known.getOrDefault(change, refused))
                .toList();
    }

    private boolean isPoison(ChangeRecord change) {
        return !mended && change.key().sort().text().startsWith(POISON);
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }
}
