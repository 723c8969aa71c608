/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.docs;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.testkit.PassingLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** A log that loses an answer, or lets another writer be first, when it is told to. */
final class ForgetfulLog extends PassingLog {

    private final AtomicBoolean losing = new AtomicBoolean();
    private final AtomicReference<RecordedCommand> first = new AtomicReference<>();

    ForgetfulLog(CommandLog log) {
        super(log);
    }

    /** Lets the next append happen and answers nothing. */
    void loseNextAnswer() {
        losing.set(true);
    }

    /** Shows another writer's command before the next append. */
    void beforeNextAppend(RecordedCommand command) {
        first.set(command);
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return log.append(command)
                .flatMap(outcome -> losing.getAndSet(false)
                        ? Mono.error(new OutcomeUnknownException(command.key(), command.id(), null))
                        : Mono.just(outcome));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return Mono.fromSupplier(() -> first.getAndSet(null))
                .flatMap(log::appendVisibly)
                .then(log.appendAll(rows));
    }
}
