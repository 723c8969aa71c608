/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link CommandLog} whose rows hold pointers in the place of large payloads. A row whose payload is lost is shown with
 * its pointer rather than not at all: whoever replaces the item, or has lost a race, needs its version and no payload.
 */
final class OffloadingCommandLog implements CommandLog {

    private final CommandLog log;
    private final OffloadedStates states;

    OffloadingCommandLog(CommandLog log, OffloadedStates states) {
        this.log = log;
        this.states = states;
    }

    /** The object before the row: a row without its object would be a lie, an object without a row is only litter. */
    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return Mono.defer(() -> {
                    states.requireNoPointer(command.state());
                    return offload(command);
                })
                .flatMap(log::append)
                .flatMap(this::resolve);
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        List<Append> batch = List.copyOf(rows);
        return Flux.defer(() -> {
                    batch.forEach(row -> states.requireNoPointer(row.command().state()));
                    return Flux.fromIterable(batch);
                })
                .transform(appends -> states.each(appends, this::offload))
                .collectList()
                .flatMap(log::appendAll)
                .flatMapIterable(outcomes -> outcomes)
                .transform(outcomes -> states.each(outcomes, this::resolve))
                .collectList();
    }

    private Mono<Append> offload(Append row) {
        return offload(row.command()).map(command -> new Append(command, row.visible(), row.once()));
    }

    private Mono<RecordedCommand> offload(RecordedCommand command) {
        return states.offload(command.state()).map(state -> new RecordedCommand(state, command.id(), command.origin()));
    }

    private Mono<AppendOutcome> resolve(AppendOutcome outcome) {
        return outcome instanceof AppendOutcome.Taken taken
                ? resolve(taken.winner()).map(AppendOutcome::taken)
                : Mono.just(outcome);
    }

    /** The log's own row holds the pointer already: to fetch it is cheaper than to put the payload once more. */
    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return Mono.defer(() -> states.isLarge(row.state()) ? log.get(row.key(), row.version()) : Mono.just(row))
                .switchIfEmpty(Mono.defer(() -> offload(row)))
                .flatMap(log::show);
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return log.get(key, version).flatMap(this::resolve);
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return log.latest(key).flatMap(this::resolve);
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return log.find(key, id).flatMap(this::resolve);
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return log.list(key, from, to).transform(rows -> states.each(rows, this::resolve));
    }

    private Mono<RecordedCommand> resolve(RecordedCommand row) {
        return states.resolveUnlessLost(row.state()).map(state -> new RecordedCommand(state, row.id(), row.origin()));
    }
}
