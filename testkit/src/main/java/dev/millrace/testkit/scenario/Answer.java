/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.scenario;

import dev.millrace.command.PublishOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How a publish ended: exactly one of the two is there. */
record Answer(@Nullable PublishOutcome outcome, @Nullable Throwable failure) {

    /** Publishes, and waits for the end. */
    static Answer of(Mono<PublishOutcome> publish, Duration patience) {
        return publish.map(outcome -> new Answer(outcome, null))
                .onErrorResume(failure -> Mono.just(new Answer(null, failure)))
                .blockOptional(patience)
                .orElseThrow(() -> new AssertionError("the publish completed without an outcome"));
    }

    /** Says what happened, for a test that expected something else. */
    @Override
    public String toString() {
        if (outcome == null) {
            return "it failed with " + failure;
        }
        String verb = outcome.fold(recorded -> "recorded", unchanged -> "unchanged");
        return "%s at version %s was %s".formatted(outcome.key(), outcome.version(), verb);
    }
}
