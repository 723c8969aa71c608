/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.PublishOutcome;
import dev.millrace.data.DataItem;
import dev.millrace.data.VersionToken;
import dev.millrace.sink.NotAppliedInTimeException;
import dev.millrace.sink.SinkName;
import dev.millrace.spring.MillraceModule;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/** Makes answers that carry versions. A bean; its methods are called from controllers. */
public final class VersionedResponses {

    /** The header with the {@link VersionToken} that a client hands back with its next read. */
    public static final String VERSION_TOKEN = "Millrace-Version-Token";

    private static final String PREFERENCE_APPLIED = "Preference-Applied";
    private static final SinkName DATA_TABLE = SinkName.of("data-table");

    private final Duration longestWait;

    VersionedResponses(Duration longestWait) {
        this.longestWait = requireNonNull(longestWait, "longestWait");
    }

    /**
     * Emits the answer to a command: 202 with the version as {@code ETag} and a version token. If the client prefers to
     * wait, for the data table or for the sink that it names, the answer is 200 once that sink holds the version, and 202
     * when it does not in time.
     *
     * <p>Nothing happens before subscription. Fails with {@link dev.millrace.item.InvalidValueException} for a sink that
     * the module does not have, and with the sink's failure when it cannot be asked. Cancelling stops the waiting.
     */
    public Mono<ResponseEntity<Void>> published(MillraceModule module, PublishOutcome outcome) {
        requireNonNull(module, "module");
        requireNonNull(outcome, "outcome");
        return Mono.deferContextual(context -> {
            Preference preference = Preference.in(context).within(longestWait);
            return preference.isWait()
                    ? awaited(module, outcome, preference)
                    : Mono.just(answer(HttpStatus.ACCEPTED, outcome).build());
        });
    }

    private static Mono<ResponseEntity<Void>> awaited(
            MillraceModule module, PublishOutcome outcome, Preference preference) {
        SinkName sink = preference.sink().isEmpty() ? DATA_TABLE : SinkName.of(preference.sink());
        String applied = "wait=" + preference.patience().toSeconds();
        return module.applied()
                .awaitApplied(outcome.key(), outcome.version(), sink, preference.patience())
                .map(version -> answer(HttpStatus.OK, outcome)
                        .header(PREFERENCE_APPLIED, applied)
                        .<Void>build())
                .onErrorResume(
                        NotAppliedInTimeException.class,
                        late -> Mono.just(answer(HttpStatus.ACCEPTED, outcome)
                                .header(PREFERENCE_APPLIED, applied)
                                .build()));
    }

    /** The answer to a read: 200 with the version as {@code ETag}, or 304 where the client has that version already. */
    public <T> ResponseEntity<T> item(DataItem item, Function<? super DataItem, ? extends T> view) {
        return ResponseEntity.ok().eTag(ETags.of(item.version())).body(view.apply(item));
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status, PublishOutcome outcome) {
        return ResponseEntity.status(status)
                .eTag(ETags.of(outcome.version()))
                .header(
                        VERSION_TOKEN,
                        VersionToken.of(outcome.key(), outcome.version()).text());
    }
}
