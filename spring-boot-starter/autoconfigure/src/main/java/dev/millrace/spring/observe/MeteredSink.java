/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Counts the changes that a sink has been given and has not answered for. */
final class MeteredSink implements ChangeSink {

    private final ChangeSink sink;
    private final AtomicInteger inFlight = new AtomicInteger();

    MeteredSink(ModuleId module, ChangeSink sink, MeterRegistry registry) {
        this.sink = sink;
        Tags tags = Tags.of(
                "millrace.module", module.module(), "millrace.sink", sink.name().text());
        registry.gauge("millrace.sink.in.flight", tags, inFlight);
    }

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> {
            inFlight.addAndGet(changes.size());
            return sink.apply(changes).doFinally(signal -> inFlight.addAndGet(-changes.size()));
        });
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }
}
