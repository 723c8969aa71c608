/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.docs;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that loses an answer, or lets another writer be first, when it is told to. */
final class ForgetfulLog implements CommandLog {

    private final CommandLog log;
    private final AtomicBoolean losing = new AtomicBoolean();
    private final AtomicReference<RecordedCommand> first = new AtomicReference<>();

    ForgetfulLog(CommandLog log) {
        this.log = log;
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

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return log.get(key, version);
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return log.latest(key);
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return log.find(key, id);
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return log.list(key, from, to);
    }
}
