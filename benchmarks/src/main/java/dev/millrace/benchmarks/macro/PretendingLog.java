/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

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
 * A log that at first says of every row that it is appended, keeps none and asks nobody, so that a service gets to know a
 * million items in seconds; and that is another log from then on.
 */
final class PretendingLog implements CommandLog {

    private final CommandLog real;
    private volatile boolean pretending = true;

    PretendingLog(CommandLog real) {
        this.real = real;
    }

    /** From now on everything goes to the other log. */
    void stopPretending() {
        pretending = false;
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return pretending ? Mono.just(AppendOutcome.appended()) : real.append(command);
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return real.appendAll(rows);
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return real.show(row);
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return real.get(key, version);
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return real.latest(key);
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return real.find(key, id);
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return real.list(key, from, to);
    }
}
