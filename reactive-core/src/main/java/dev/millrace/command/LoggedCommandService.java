/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** {@link CommandService} over the port: the guard in front, a {@link Publisher} behind. */
final class LoggedCommandService implements CommandService {

    private final CommandLog log;
    private final TenantGuard guard;
    private final Publisher asynchronous;
    private final Publisher synchronous;

    LoggedCommandService(CommandLog log, CommandOptions options) {
        this.log = requireNonNull(log, "log");
        this.guard = options.guard();
        KnownCommands known = KnownCommands.within(options.cacheBytes());
        this.asynchronous = new Publisher(log, log::append, known, options);
        this.synchronous = new Publisher(log, log::appendVisibly, known, options);
    }

    @Override
    public Mono<PublishOutcome> publishAsync(Command command) {
        return publish(Intent.of(command), asynchronous);
    }

    @Override
    public Mono<PublishOutcome> publishSync(Command command) {
        return publish(Intent.of(command), synchronous);
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateAsync(CommandPatch patch) {
        return publish(Intent.of(patch), asynchronous);
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateSync(CommandPatch patch) {
        return publish(Intent.of(patch), synchronous);
    }

    @Override
    public Mono<RecordedCommand> getItem(ItemKey key, Version version) {
        requireNonNull(version, "version");
        return guarded(requireNonNull(key, "key"), caller -> log.get(key, version));
    }

    @Override
    public Mono<RecordedCommand> getLatestItem(ItemKey key) {
        return guarded(requireNonNull(key, "key"), caller -> log.latest(key));
    }

    private Mono<PublishOutcome> publish(Intent intent, Publisher publisher) {
        return guarded(intent.key(), caller -> publisher.publish(intent, caller));
    }

    private <T> Mono<T> guarded(ItemKey key, Function<InvokeContext, Mono<T>> call) {
        return InvokeContext.current().flatMap(caller -> {
            guard.check(caller, key.tenant());
            return call.apply(caller);
        });
    }
}
