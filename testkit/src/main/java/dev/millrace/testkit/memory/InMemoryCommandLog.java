/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link CommandLog} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryCommandLog implements CommandLog {

    private final Map<ItemKey, NavigableMap<Version, RecordedCommand>> items = new HashMap<>();
    private final InMemoryDataStore data;

    /** Creates an empty log that makes commands visible in that store. */
    public InMemoryCommandLog(InMemoryDataStore data) {
        this.data = requireNonNull(data, "data");
    }

    @Override
    public Mono<AppendOutcome> append(RecordedCommand command) {
        requireNonNull(command, "command");
        return Mono.fromSupplier(() -> append(command, appended -> {}));
    }

    @Override
    public Mono<AppendOutcome> appendVisibly(RecordedCommand command) {
        requireNonNull(command, "command");
        return Mono.fromSupplier(() -> append(command, this::show));
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

    private synchronized AppendOutcome append(RecordedCommand command, Consumer<RecordedCommand> first) {
        NavigableMap<Version, RecordedCommand> versions = versions(command.key());
        RecordedCommand winner = versions.get(command.version());
        if (winner != null) {
            return AppendOutcome.taken(winner);
        }
        first.accept(command);
        versions.put(command.version(), command);
        return AppendOutcome.appended();
    }

    private void show(RecordedCommand command) {
        if (!data.putIfNewer(command.toItem())) {
            throw new StoreMisconfiguredException(
                    "the data store holds %s at version %s or later, the log does not"
                            .formatted(command.key(), command.version()),
                    null);
        }
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
}
