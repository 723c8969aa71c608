/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A publisher whose acknowledgements come when the test says so. */
final class RecordingPublisher implements ChangePublisher {

    final List<Long> published = new ArrayList<>();
    final List<DeadLetter> aside = new ArrayList<>();

    private final Map<Long, Sinks.Empty<Void>> answers = new ConcurrentHashMap<>();
    private final boolean acknowledgesAtOnce;

    private RecordingPublisher(boolean acknowledgesAtOnce) {
        this.acknowledgesAtOnce = acknowledgesAtOnce;
    }

    static RecordingPublisher silent() {
        return new RecordingPublisher(false);
    }

    static RecordingPublisher quick() {
        return new RecordingPublisher(true);
    }

    @Override
    public Mono<Void> publish(ChangeRecord change) {
        return Mono.defer(() -> {
            published.add(change.version().value());
            return acknowledgesAtOnce
                    ? Mono.empty()
                    : answer(change.version().value()).asMono();
        });
    }

    @Override
    public Mono<Void> setAside(DeadLetter letter) {
        return Mono.fromRunnable(() -> aside.add(letter));
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }

    void acknowledge(long... versions) {
        for (long version : versions) {
            answer(version).tryEmitEmpty().orThrow();
        }
    }

    void reject(long version, Throwable cause) {
        answer(version).tryEmitError(cause).orThrow();
    }

    private Sinks.Empty<Void> answer(long version) {
        return answers.computeIfAbsent(version, unknown -> Sinks.empty());
    }
}
