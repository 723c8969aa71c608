/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A sink that answers when the test says so, and remembers what it was shown. */
final class HeldSink implements ChangeSink {

    final List<Call> calls = new ArrayList<>();

    /** One batch and its answer to be. */
    static final class Call {

        final List<ChangeRecord> changes;
        boolean cancelled;
        private final Sinks.One<List<SinkOutcome>> answer = Sinks.one();
        private boolean answered;

        Call(List<ChangeRecord> changes) {
            this.changes = changes;
        }

        List<String> shown() {
            return changes.stream().map(Changes::shown).toList();
        }

        void apply() {
            answer(changes.stream().map(change -> SinkOutcome.applied()).toArray(SinkOutcome[]::new));
        }

        boolean isAnswered() {
            return answered;
        }

        void answer(SinkOutcome... outcomes) {
            answered = true;
            answer.tryEmitValue(Stream.of(outcomes).toList()).orThrow();
        }

        void answerNothing() {
            answered = true;
            answer.tryEmitEmpty().orThrow();
        }

        void fail(Throwable failure) {
            answered = true;
            answer.tryEmitError(failure).orThrow();
        }
    }

    Call call(int index) {
        return calls.get(index);
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    List<List<String>> shown() {
        return calls.stream().map(Call::shown).toList();
    }

    @Override
    public SinkName name() {
        return SinkName.of("held");
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.defer(() -> {
            Call call = new Call(List.copyOf(changes));
            calls.add(call);
            return call.answer.asMono().doOnCancel(() -> call.cancelled = true);
        });
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.just(Version.NONE);
    }
}
