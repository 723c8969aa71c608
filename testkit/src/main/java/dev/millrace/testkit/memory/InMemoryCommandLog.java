/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link CommandLog} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryCommandLog implements CommandLog {

    private final Map<ItemKey, NavigableMap<Version, RecordedCommand>> items = new HashMap<>();
    private final Map<Claim, Version> claims = new HashMap<>();
    private final InMemoryDataStore data;

    /** Creates an empty log that makes commands visible in that store. */
    public InMemoryCommandLog(InMemoryDataStore data) {
        this.data = requireNonNull(data, "data");
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        requireNonNull(command, "command");
        return Mono.fromSupplier(() -> appendRows(List.of(Append.of(command))).get(0));
    }

    @Override
    public Mono<List<AppendOutcome>> appendAll(List<Append> rows) {
        List<Append> copy = List.copyOf(rows);
        return Mono.fromSupplier(() -> appendRows(copy));
    }

    @Override
    public Mono<Boolean> show(RecordedCommand row) {
        requireNonNull(row, "row");
        return Mono.fromSupplier(() -> data.putIfNewer(row.toItem()));
    }

    @Override
    public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
        requireNonNull(key, "key");
        requireNonNull(id, "id");
        return Mono.fromSupplier(() -> withId(key, id));
    }

    @Override
    public Mono<RecordedCommand> get(ItemKey key, Version version) {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
        return Mono.fromSupplier(() -> held(key, version));
    }

    @Override
    public Mono<RecordedCommand> latest(ItemKey key) {
        requireNonNull(key, "key");
        return Mono.fromSupplier(() -> newest(key));
    }

    @Override
    public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
        requireNonNull(key, "key");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return Flux.defer(() -> Flux.fromIterable(range(key, from, to)));
    }

    private synchronized List<AppendOutcome> appendRows(List<Append> rows) {
        requireDistinct(rows);
        List<AppendOutcome> outcomes = rows.stream().map(this::outcome).toList();
        if (!outcomes.stream().allMatch(AppendOutcome.withheld()::equals)) {
            return outcomes;
        }
        rows.forEach(this::requireShowable);
        rows.forEach(this::write);
        return rows.stream().map(row -> AppendOutcome.appended()).toList();
    }

    private static void requireDistinct(List<Append> rows) {
        long items = rows.stream().map(row -> row.command().key()).distinct().count();
        if (rows.isEmpty() || items < rows.size()) {
            throw InvalidValueException.hidden("a transaction", "must have rows, no two of one item");
        }
    }

    private AppendOutcome outcome(Append row) {
        RecordedCommand command = row.command();
        Version before = claims.get(new Claim(command.key(), command.id()));
        if (row.once() && before != null) {
            return AppendOutcome.repeated(before);
        }
        RecordedCommand winner = versions(command.key()).get(command.version());
        return winner == null ? AppendOutcome.withheld() : AppendOutcome.taken(winner);
    }

    private void requireShowable(Append row) {
        RecordedCommand command = row.command();
        if (row.visible() && !data.isNewer(command.toItem())) {
            throw new StoreMisconfiguredException(
                    "the data store holds %s at version %s or later, the log does not"
                            .formatted(command.key(), command.version()),
                    null);
        }
    }

    private void write(Append row) {
        RecordedCommand command = row.command();
        versions(command.key()).put(command.version(), command);
        if (row.visible()) {
            data.putIfNewer(command.toItem());
        }
        if (row.once()) {
            claims.put(new Claim(command.key(), command.id()), command.version());
        }
    }

    private synchronized @Nullable RecordedCommand withId(ItemKey key, CommandId id) {
        return versions(key).descendingMap().values().stream()
                .filter(command -> command.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private synchronized @Nullable RecordedCommand held(ItemKey key, Version version) {
        return versions(key).get(version);
    }

    private synchronized @Nullable RecordedCommand newest(ItemKey key) {
        Map.Entry<Version, RecordedCommand> last = versions(key).lastEntry();
        return last == null ? null : last.getValue();
    }

    private synchronized List<RecordedCommand> range(ItemKey key, Version from, Version to) {
        return from.isAfter(to)
                ? List.of()
                : List.copyOf(versions(key).subMap(from, true, to, true).values());
    }

    private NavigableMap<Version, RecordedCommand> versions(ItemKey key) {
        return items.computeIfAbsent(key, absent -> new TreeMap<>());
    }

    private record Claim(ItemKey key, CommandId id) {}
}
