/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** Observes each change of a batch on its own: each belongs to the trace of its own command. */
final class ObservedSink implements ChangeSink {

    private static final SinkObservationConvention STANDARD = new StandardSinkConvention();

    private final ModuleId module;
    private final ChangeSink sink;
    private final ObservationRegistry registry;
    private final SinkObservationConvention convention;

    ObservedSink(ModuleId module, ChangeSink sink, ObservationRegistry registry, SinkObservationConvention convention) {
        this.module = module;
        this.sink = sink;
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> {
            OpenBatch batch = new OpenBatch(changes.stream().map(this::start).toList());
            return sink.apply(changes)
                    .doOnNext(batch::ended)
                    .doOnError(batch::failed)
                    .doOnTerminate(batch::close)
                    .doOnCancel(batch::close);
        });
    }

    private OpenChange start(ChangeRecord change) {
        SinkContext context = new SinkContext(module, sink.name(), change);
        return new OpenChange(
                context,
                MillraceObservation.SINK
                        .observation(convention, STANDARD, () -> context, registry)
                        .start());
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }

    private record OpenChange(SinkContext context, Observation observation) {

        void ended(SinkOutcome outcome) {
            if (outcome instanceof SinkOutcome.Refused refused) {
                observation.error(refused.cause());
            }
            context.ended(outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }

        void failed(Throwable cause) {
            context.ended("failed");
            observation.error(cause);
        }
    }

    /** The observations of one batch, which end together, once. */
    private static final class OpenBatch {

        private final List<OpenChange> changes;
        private final AtomicBoolean closed = new AtomicBoolean();

        OpenBatch(List<OpenChange> changes) {
            this.changes = changes;
        }

        void ended(List<SinkOutcome> outcomes) {
            for (int i = 0; i < Math.min(changes.size(), outcomes.size()); i++) {
                changes.get(i).ended(outcomes.get(i));
            }
        }

        void failed(Throwable cause) {
            changes.forEach(change -> change.failed(cause));
        }

        void close() {
            if (closed.compareAndSet(false, true)) {
                changes.forEach(change -> change.observation().stop());
            }
        }
    }
}
