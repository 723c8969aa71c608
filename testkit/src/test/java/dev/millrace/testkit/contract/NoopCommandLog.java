/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

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

/** Says yes to everything and remembers nothing. */
final class NoopCommandLog implements CommandLog {

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return Mono.just(AppendOutcome.appended());
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return Mono.just(rows.stream().map(row -> AppendOutcome.appended()).toList());
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return Mono.just(true);
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return Mono.empty();
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return Mono.empty();
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return Mono.empty();
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return Flux.empty();
    }
}
