/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.Event.Held;
import dev.millrace.chaos.history.Fact;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** A sink that is watched. */
public record WatchedSink(ChangeSink sink, Watch watch) implements ChangeSink {

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return watch.behind(CrashPoint.RUNNER_BEFORE_APPLY, () -> {
            Duration begun = watch.clock().get();
            Mono<List<SinkOutcome>> applied = inTwo(changes).doOnNext(outcomes -> note(changes, outcomes, begun));
            return watch.before(CrashPoint.RUNNER_APPLIED_UNHEARD, applied);
        });
    }

    /** One call for most batches; two, with a chance to die between them, where there is something to halve. */
    private Mono<List<SinkOutcome>> inTwo(List<ChangeRecord> changes) {
        if (changes.size() < 2) {
            return sink.apply(changes);
        }
        int half = changes.size() / 2;
        return sink.apply(changes.subList(0, half))
                .flatMap(first -> watch.behind(
                        CrashPoint.RUNNER_HALF_APPLIED,
                        () -> sink.apply(changes.subList(half, changes.size())).map(second -> joined(first, second))));
    }

    private static List<SinkOutcome> joined(List<SinkOutcome> first, List<SinkOutcome> second) {
        List<SinkOutcome> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void note(List<ChangeRecord> changes, List<SinkOutcome> outcomes, Duration begun) {
        for (int i = 0; i < outcomes.size(); i++) {
            Fact fact = Fact.of(changes.get(i));
            if (outcomes.get(i) == SinkOutcome.applied()) {
                watch.see(new Applied(name().text(), fact, begun));
            } else if (outcomes.get(i) == SinkOutcome.stale()) {
                watch.see(new Held(name().text(), fact));
            }
        }
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }
}
