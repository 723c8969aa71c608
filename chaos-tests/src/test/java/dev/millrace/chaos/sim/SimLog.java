/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.CommandTable;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Contents;
import dev.millrace.chaos.history.Event.Poisoned;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Fact;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A command table with a stream, which can be out of reach, before or after it wrote. */
final class SimLog implements CommandLog {

    private final World world;
    private final SimStream stream;
    private final CommandLog rows = new InMemoryCommandLog(new InMemoryDataStore());
    private final Set<ItemKey> items = new LinkedHashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> choking = new HashSet<>();
    private final Set<String> oversized = new HashSet<>();

    SimLog(World world, SimStream stream) {
        this.world = world;
        this.stream = stream;
    }

    /** From now on the sink takes what it has refused so far. */
    void mend() {
        refused.clear();
        choking.clear();
    }

    /** The versions that the sink refuses. */
    Set<String> refused() {
        return refused;
    }

    /** The versions that the sink fails over. */
    Set<String> choking() {
        return choking;
    }

    /** The versions that Kafka cannot take. */
    Set<String> oversized() {
        return oversized;
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        return appendAll(List.of(Append.of(command))).map(outcomes -> outcomes.get(0));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> appends) {
        if (world.has(Sabotage.LOG_FORGETS) && world.between("sabotage", 0, 9) == 0) {
            return Mono.just(
                    appends.stream().map(append -> AppendOutcome.appended()).toList());
        }
        if (world.has(Sabotage.LOG_TEARS_TRANSACTIONS) && appends.size() > 1) {
            return appendAll(appends.subList(0, 1)).map(first -> List.of(first.get(0), first.get(0)));
        }
        return reach().then(rows.appendAll(appends)).flatMap(outcomes -> {
            if (outcomes.stream().allMatch(AppendOutcome.appended()::equals) || world.has(Sabotage.LOG_FORKS)) {
                appends.forEach(append -> recorded(append.command()));
            }
            RecordedCommand first = appends.get(0).command();
            return world.happens(Trouble.ANSWER_LOST)
                    ? Mono.error(new OutcomeUnknownException(first.key(), first.id(), null))
                    : Mono.just(outcomes);
        });
    }

    private void recorded(RecordedCommand command) {
        Fact fact = Fact.of(command.toChange());
        items.add(command.key());
        world.note(new Recorded(fact, command.id().toString(), Contents.of(command.state())));
        if (world.happens(Trouble.CHANGE_OVERSIZED)) {
            oversized.add(fact.toString());
        } else if (world.happens(Trouble.CHANGE_REFUSED)) {
            refused.add(fact.toString());
            world.note(new Poisoned(SimSink.NAME.text(), fact));
        } else if (world.happens(Trouble.CHANGE_CHOKES)) {
            choking.add(fact.toString());
            world.note(new Poisoned(SimSink.NAME.text(), fact));
        }
        stream.append(command.toChange());
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        return reach().then(rows.show(row));
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        return reach().then(rows.get(key, version));
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        return reach().then(rows.latest(key));
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        return reach().then(rows.find(key, id));
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        return reach().thenMany(rows.list(key, from, to));
    }

    /**
     * What the bridge reads. It is slow and never fails: after a failure the bridge waits for a time that is drawn at random,
     * and a seed would no longer say all.
     */
    CommandTable asTable() {
        return new CommandTable() {

            @Override
            public Mono<ChangeRecord> get(ItemKey key, Version version) {
                return slowly().then(rows.get(key, version)).map(RecordedCommand::toChange);
            }

            @Override
            public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
                return part > 0 ? Flux.empty() : recordedSince(since);
            }

            private Flux<ChangeRecord> recordedSince(Instant since) {
                return slowly().thenMany(Flux.defer(() -> Flux.fromIterable(List.copyOf(items))))
                        .concatMap(key -> rows.list(key, Version.FIRST, Version.of(Version.MAX)))
                        .filter(row -> !row.state().audit().updated().at().isBefore(since))
                        .map(RecordedCommand::toChange);
            }
        };
    }

    private Mono<Void> slowly() {
        return Mono.defer(() -> world.pause(world.between("table", 1, 200)));
    }

    private Mono<Void> reach() {
        return Mono.defer(() -> world.happens(Trouble.LOG_UNREACHABLE)
                ? Mono.error(new StoreUnavailableException("the log cannot be reached", null))
                : world.pause(world.between("log", 1, 15)));
    }
}
