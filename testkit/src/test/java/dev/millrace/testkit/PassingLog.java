/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit;

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

/** Passes everything on to another log: for tests that need a log which is different in one thing. */
public class PassingLog implements CommandLog {

    /** The log behind. */
    protected final CommandLog log;

    public PassingLog(CommandLog log) {
        this.log = log;
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return log.append(command);
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return log.appendAll(rows);
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return log.show(row);
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
