/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link HistoryService} over the port, the guard in front. */
final class LoggedHistoryService implements HistoryService {

    private final CommandLog log;
    private final TenantGuard guard;

    LoggedHistoryService(CommandLog log, TenantGuard guard) {
        this.log = requireNonNull(log, "log");
        this.guard = requireNonNull(guard, "guard");
    }

    @Override
    public Flux<RecordedCommand> versions(ItemKey key) {
        return versions(key, Version.FIRST, ItemVersions.LAST);
    }

    @Override
    public Flux<RecordedCommand> versions(ItemKey key, Version from, Version to) {
        if (requireNonNull(from, "from").isAfter(requireNonNull(to, "to"))) {
            throw new InvalidValueException("version range", from + " … " + to, "must not end before it begins");
        }
        return guarded(key).flatMapMany(versions -> versions.list(from, to));
    }

    @Override
    public Mono<ItemState> at(ItemKey key, Version version) {
        requireNonNull(version, "version");
        return guarded(key).flatMap(versions -> versions.get(version)).map(RecordedCommand::state);
    }

    @Override
    public Mono<ItemState> asOf(ItemKey key, Instant moment) {
        requireNonNull(moment, "moment");
        return guarded(key)
                .flatMap(versions -> new MomentSearch(versions, moment).newest())
                .map(RecordedCommand::state);
    }

    @Override
    public Flux<Revision> changes(ItemKey key) {
        return versions(key).map(Revision::first).scan(Revision::followedBy);
    }

    /** The item's versions, if they are the caller's to read. */
    private Mono<ItemVersions> guarded(ItemKey key) {
        requireNonNull(key, "key");
        return InvokeContext.current().map(caller -> {
            guard.check(caller, key.tenant());
            return new ItemVersions(log, key);
        });
    }
}
