/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static java.util.Objects.requireNonNull;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.spring.KnownSink;
import dev.millrace.spring.MillraceModule;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Streams for {@code text/event-stream}. A bean; its methods are called from controllers.
 *
 * <p>Both streams ask the store again and again, one question at a time for each stream: one event is
 * read ahead, a slow client makes its stream slow, and any instance of the application can serve any client. The number of open streams is
 * bounded; beyond it a stream fails, and the answer is 503.
 */
public final class LiveItems {

    private static final int READ_AHEAD = 1;

    private final WebProperties.Streams settings;
    private final Scheduler scheduler;
    private final Semaphore free;

    LiveItems(WebProperties.Streams settings, Scheduler scheduler) {
        this.settings = requireNonNull(settings, "settings");
        this.scheduler = requireNonNull(scheduler, "scheduler");
        this.free = new Semaphore(settings.maxOpen());
    }

    /**
     * Emits an event {@code change} for each version of the item after that one, in order and without a gap, with the
     * version as its id: a client that comes back with {@code Last-Event-ID} misses nothing. The events come from the
     * command table, so they do not wait for any sink. Between them comments keep the connection alive.
     *
     * <p>Fails as {@link dev.millrace.history.HistoryService} does. Completes after {@code millrace.web.streams.longest}.
     * Cancelling ends the reading. At least one query per {@code millrace.web.streams.interval}.
     *
     * @param after the last version that the client has; {@link Version#NONE} for all of them
     * @param view what the client is shown of a version
     */
    public <T> Flux<ServerSentEvent<T>> changes(
            MillraceModule module, ItemKey key, Version after, Function<? super RecordedCommand, ? extends T> view) {
        requireNonNull(view, "view");
        return limited(Flux.defer(() -> {
            AtomicLong seen = new AtomicLong(after.value());
            return Flux.defer(() -> module.history().versions(key, Version.of(seen.get() + 1), Version.of(Version.MAX)))
                    .doOnNext(command -> seen.set(command.version().value()))
                    .map(command -> this.<T>event("change", command.version(), view.apply(command)))
                    .repeatWhen(rounds -> rounds.delayElements(settings.interval(), scheduler));
        }));
    }

    /**
     * Emits an event {@code recorded}, if the item has come to that version, then an event {@code applied} for each sink
     * of the module that holds it, as they come to; completes when all do, or after {@code millrace.web.streams.longest}.
     * Fails as {@link dev.millrace.sink.AppliedVersions} does.
     */
    public Flux<ServerSentEvent<Progress>> progress(MillraceModule module, ItemKey key, Version version) {
        Mono<ServerSentEvent<Progress>> recorded = module.commands()
                .getItem(key, version)
                .map(command -> event("recorded", version, new Progress("", version.value())));
        return limited(recorded.flatMapMany(first -> Flux.just(first).concatWith(applied(module, key, version))));
    }

    private Flux<ServerSentEvent<Progress>> applied(MillraceModule module, ItemKey key, Version version) {
        Duration longest = settings.longest().plus(settings.interval());
        int sinks = Math.max(1, module.sinks().size());
        return Flux.fromIterable(module.sinks())
                .map(KnownSink::sink)
                .flatMap(
                        sink -> module.applied()
                                .awaitApplied(key, version, sink.name(), longest)
                                .map(held -> event(
                                        "applied",
                                        version,
                                        new Progress(sink.name().text(), held.value()))),
                        sinks);
    }

    private <T> Flux<ServerSentEvent<T>> limited(Flux<ServerSentEvent<T>> events) {
        return Flux.usingWhen(
                Mono.fromSupplier(free::tryAcquire),
                acquired -> acquired ? alive(events) : Flux.error(tooMany()),
                acquired -> Mono.fromRunnable(() -> release(acquired)));
    }

    private void release(boolean acquired) {
        if (acquired) {
            free.release();
        }
    }

    /** Comments come between the events; one that the client does not take in time is dropped. */
    private <T> Flux<ServerSentEvent<T>> alive(Flux<ServerSentEvent<T>> events) {
        Sinks.Empty<Void> over = Sinks.empty();
        Flux<ServerSentEvent<T>> comments = Flux.interval(settings.keepAlive(), scheduler)
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<T>builder().comment("alive").build())
                .takeUntilOther(over.asMono());
        return Flux.merge(READ_AHEAD, events.doOnTerminate(over::tryEmitEmpty), comments)
                .take(settings.longest(), scheduler);
    }

    private <T> ServerSentEvent<T> event(String name, Version id, T data) {
        return ServerSentEvent.<T>builder()
                .event(name)
                .id(id.toString())
                .data(data)
                .build();
    }

    private static AccessRefusedException tooMany() {
        return new AccessRefusedException(HttpStatus.SERVICE_UNAVAILABLE, "too many streams are open");
    }

    /**
     * How far a command has come.
     *
     * @param sink which sink holds it; empty for the command table
     * @param version which version that holds; the command's or a later one
     */
    public record Progress(String sink, long version) {

        /** Refuses null. */
        public Progress {
            requireNonNull(sink, "sink");
        }
    }
}
