/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link CommandService} over the port: the guard in front, the {@link Publisher} behind. */
final class LoggedCommandService implements CommandService {

    /** How many commands of a stream are read ahead to keep all its lanes busy. */
    private static final int READ_AHEAD = 256;

    private final CommandLog log;
    private final TenantGuard guard;
    private final Publisher publisher;
    private final AtomicPublisher atomicPublisher;

    LoggedCommandService(CommandLog log, CommandOptions options) {
        this.log = requireNonNull(log, "log");
        this.guard = options.guard();
        KnownCommands known = KnownCommands.within(options.cacheBytes());
        Planner planner = new Planner(log, known, options);
        Races races = Races.in(options);
        this.publisher = new Publisher(log, known, planner, races);
        this.atomicPublisher = new AtomicPublisher(log, known, planner, races);
    }

    @Override
    public Mono<PublishOutcome> publishAsync(Command command) {
        return publish(Intent.of(command), false);
    }

    @Override
    public Mono<PublishOutcome> publishSync(Command command) {
        return publish(Intent.of(command), true);
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateAsync(CommandPatch patch) {
        return publish(Intent.of(patch), false);
    }

    @Override
    public Mono<PublishOutcome> publishPartialUpdateSync(CommandPatch patch) {
        return publish(Intent.of(patch), true);
    }

    @Override
    public Mono<PublishOutcome> duplicate(ItemKey key, ExpectedVersion expected) {
        return publish(Intent.duplicating(requireNonNull(key, "key"), requireNonNull(expected, "expected")), false);
    }

    private Mono<PublishOutcome> publish(Intent intent, boolean visibly) {
        return guarded(List.of(intent.key()), caller -> publisher.publish(intent, caller, visibly));
    }

    @Override
    public Flux<PublishResult> publishAll(org.reactivestreams.Publisher<Command> commands, int concurrency) {
        requireNonNull(commands, "commands");
        if (concurrency < 1) {
            throw new InvalidValueException("concurrency", Integer.toString(concurrency), "must be at least 1");
        }
        // Lanes, not keys: there are exactly as many groups as the flatMap below takes, so that none ever waits.
        return Flux.from(commands)
                .groupBy(command -> Math.floorMod(command.key().hashCode(), concurrency), READ_AHEAD)
                .flatMap(lane -> lane.concatMap(this::result, 1), concurrency, 1);
    }

    private Mono<PublishResult> result(Command command) {
        return publishAsync(command)
                .<PublishResult>map(outcome -> new PublishResult.Done(command, outcome))
                .onErrorResume(
                        MillraceException.class, failure -> Mono.just(new PublishResult.Failed(command, failure)));
    }

    @Override
    public Mono<List<PublishOutcome>> publishAtomically(List<Command> commands) {
        List<Intent> intents = commands.stream().map(Intent::of).toList();
        return intents.isEmpty()
                ? Mono.just(List.of())
                : guarded(
                        intents.stream().map(Intent::key).toList(), caller -> atomicPublisher.publish(intents, caller));
    }

    @Override
    public Mono<RecordedCommand> resolve(ItemKey key, CommandId id) {
        requireNonNull(id, "id");
        return guarded(List.of(key), caller -> log.find(key, id));
    }

    @Override
    public Mono<RecordedCommand> getItem(ItemKey key, Version version) {
        requireNonNull(version, "version");
        return guarded(List.of(key), caller -> log.get(key, version));
    }

    @Override
    public Mono<RecordedCommand> getLatestItem(ItemKey key) {
        return guarded(List.of(key), caller -> log.latest(key));
    }

    private <T> Mono<T> guarded(Collection<ItemKey> keys, Function<InvokeContext, Mono<T>> call) {
        return InvokeContext.current().flatMap(caller -> {
            keys.forEach(key -> guard.check(caller, key.tenant()));
            return call.apply(caller);
        });
    }
}
