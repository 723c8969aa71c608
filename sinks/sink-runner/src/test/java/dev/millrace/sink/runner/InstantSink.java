/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A sink made of one function. */
public record InstantSink(Function<List<ChangeRecord>, Mono<List<SinkOutcome>>> function) implements ChangeSink {

    @Override
    public SinkName name() {
        return SinkName.of("instant");
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return function.apply(changes);
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.just(Version.NONE);
    }
}
