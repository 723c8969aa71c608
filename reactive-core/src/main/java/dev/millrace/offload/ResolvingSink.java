/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link ChangeSink} that is shown whole payloads; what cannot be shown is answered in its place. The bytes that a runner
 * counts are those of pointers, so a batch with too many bytes behind them is applied in parts.
 */
final class ResolvingSink implements ChangeSink {

    private final ChangeSink sink;
    private final OffloadedStates states;

    ResolvingSink(ChangeSink sink, OffloadedStates states) {
        this.sink = sink;
        this.states = states;
    }

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        List<ChangeRecord> batch = List.copyOf(changes);
        return Flux.defer(() -> Flux.fromIterable(batch).bufferUntil(budget(), true))
                .concatMap(this::applyPart, 0) // prefetch 0: the payloads of one part at a time
                .collectList()
                .map(parts -> parts.stream().flatMap(List::stream).toList());
    }

    /** Tells of each change whether, with those before it, it would be too much to fetch. */
    private Predicate<ChangeRecord> budget() {
        AtomicLong taken = new AtomicLong();
        return change -> {
            long bytes = OffloadedStates.bytesToFetch(change.state());
            boolean tooMuch = taken.addAndGet(bytes) > states.options().batchBytes();
            if (tooMuch) {
                taken.set(bytes);
            }
            return tooMuch;
        };
    }

    private Mono<List<SinkOutcome>> applyPart(List<ChangeRecord> part) {
        return Flux.fromIterable(part)
                .flatMapSequential(this::fetch, states.options().concurrency())
                .collectList()
                .flatMap(this::applyFetched);
    }

    private Mono<Fetched> fetch(ChangeRecord change) {
        return states.resolve(change.state())
                .map(state -> Fetched.whole(new ChangeRecord(state, change.commandId(), change.origin())))
                .onErrorResume(failure -> Mono.just(Fetched.not(failure)));
    }

    private Mono<List<SinkOutcome>> applyFetched(List<Fetched> batch) {
        List<ChangeRecord> whole = batch.stream().flatMap(Fetched::stream).toList();
        Mono<List<SinkOutcome>> applied = whole.isEmpty() ? Mono.just(List.of()) : sink.apply(whole);
        return applied.map(outcomes -> merge(batch, outcomes.iterator()));
    }

    private static List<SinkOutcome> merge(List<Fetched> batch, Iterator<SinkOutcome> applied) {
        return batch.stream()
                .map(fetched -> fetched.failure() == null ? applied.next() : fetched.failure())
                .toList();
    }

    /** A change with its payload, or what to answer instead of applying it: one of the two. */
    private record Fetched(@Nullable ChangeRecord change, @Nullable SinkOutcome failure) {

        static Fetched whole(ChangeRecord change) {
            return new Fetched(change, null);
        }

        static Fetched not(Throwable failure) {
            return new Fetched(
                    null,
                    OffloadedStates.isLoss(failure) ? SinkOutcome.refused(failure) : SinkOutcome.deferred(failure));
        }

        Stream<ChangeRecord> stream() {
            return Stream.ofNullable(change);
        }
    }
}
