/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import dev.millrace.testkit.PassingLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that breaks its promise in one way. */
class BrokenLog extends PassingLog {

    BrokenLog(CommandLog log) {
        super(log);
    }

    private static RecordedCommand with(RecordedCommand row, Version version, Audit audit) {
        return new RecordedCommand(new ItemState(row.key(), version, row.content(), audit), row.id(), row.origin());
    }

    /** The last writer of a version wins. */
    static final class Overwriting extends BrokenLog {

        private final Map<RecordedCommand, RecordedCommand> over = new HashMap<>();

        Overwriting(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<AppendOutcome> append(RecordedCommand command) {
            return log.append(command).map(outcome -> {
                if (outcome instanceof AppendOutcome.Taken taken) {
                    over.put(taken.winner(), command);
                }
                return AppendOutcome.appended();
            });
        }

        @Override
        public Mono<RecordedCommand> get(ItemKey key, Version version) {
            return super.get(key, version).map(this::current);
        }

        @Override
        public Mono<RecordedCommand> latest(ItemKey key) {
            return super.latest(key).map(this::current);
        }

        @Override
        public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
            return super.list(key, from, to).map(this::current);
        }

        private RecordedCommand current(RecordedCommand row) {
            return over.getOrDefault(row, row);
        }
    }

    /** Leaves out version 3. */
    static final class Skipping extends BrokenLog {

        Skipping(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<AppendOutcome> append(RecordedCommand command) {
            Version version = command.version();
            Version next = version.equals(Version.of(3)) ? version.next() : version;
            return log.append(with(command, next, command.state().audit()));
        }
    }

    /** Does not know a caller's own row. */
    static final class Estranging extends BrokenLog {

        Estranging(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<AppendOutcome> append(RecordedCommand command) {
            return log.append(command)
                    .map(outcome -> outcome instanceof AppendOutcome.Taken taken
                            ? AppendOutcome.taken(new RecordedCommand(
                                    taken.winner().state(),
                                    CommandId.random(),
                                    taken.winner().origin()))
                            : outcome);
        }
    }

    /** Says that a row is there, and forgets every tenth. */
    static final class Forgetting extends BrokenLog {

        private int appends;

        Forgetting(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<AppendOutcome> append(RecordedCommand command) {
            return Mono.defer(() -> ++appends % 10 == 0 ? Mono.just(AppendOutcome.appended()) : log.append(command));
        }
    }

    /** Changes rows on their way in. */
    static final class Recreating extends BrokenLog {

        Recreating(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<AppendOutcome> append(RecordedCommand command) {
            Audit forgetful = Audit.first(command.state().audit().updated());
            return log.append(with(command, command.version(), forgetful));
        }
    }

    /** Reads a version behind, as an eventually consistent read may. */
    static final class Lagging extends BrokenLog {

        Lagging(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<RecordedCommand> latest(ItemKey key) {
            return log.latest(key)
                    .flatMap(row -> row.version().equals(Version.FIRST)
                            ? Mono.just(row)
                            : log.get(key, Version.of(row.version().value() - 1)));
        }
    }

    /** Does something else to transactions. */
    static final class Transacting extends BrokenLog {

        private final Function<List<Append>, List<Append>> change;

        Transacting(CommandLog log, Function<List<Append>, List<Append>> change) {
            super(log);
            this.change = change;
        }

        @Override
        public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
            return log.appendAll(change.apply(rows))
                    .map(outcomes -> rows.stream().map(row -> outcomes.get(0)).toList());
        }
    }

    /** Says that it shows, and does not. */
    static final class Hiding extends BrokenLog {

        Hiding(CommandLog log) {
            super(log);
        }

        @Override
        public Mono<Boolean> show(RecordedCommand row) {
            return Mono.just(true);
        }
    }
}
