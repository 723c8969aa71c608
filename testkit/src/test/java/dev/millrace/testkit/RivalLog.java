/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log in which another writer is first with a transaction when it is told to. */
public final class RivalLog extends PassingLog {

    private final Queue<List<RecordedCommand>> first = new ConcurrentLinkedQueue<>();

    public RivalLog(CommandLog log) {
        super(log);
    }

    /** Appends and shows these just before a transaction: the next one that none is waiting for yet. */
    public void beforeNextTransaction(RecordedCommand... commands) {
        first.add(List.of(commands));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        return Mono.fromSupplier(first::poll)
                .flatMapMany(Flux::fromIterable)
                .concatMap(log::appendVisibly)
                .then(log.appendAll(rows));
    }
}
