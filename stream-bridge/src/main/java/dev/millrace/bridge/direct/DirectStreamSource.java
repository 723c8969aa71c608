/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.StreamSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs a worker for each subscription, one after another. */
final class DirectStreamSource implements StreamSource {

    private final Mono<String> streamArn;
    private final Function<String, DirectRun> runs;
    private final DirectOptions options;
    private final AtomicReference<Mono<Void>> previousEnd = new AtomicReference<>(Mono.empty());

    /**
     * Creates a source.
     *
     * @param streamArn names the stream
     * @param runs prepares a run on the stream of that name
     */
    DirectStreamSource(Mono<String> streamArn, Function<String, DirectRun> runs, DirectOptions options) {
        this.streamArn = requireNonNull(streamArn, "streamArn");
        this.runs = requireNonNull(runs, "runs");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public Flux<ShardFeed> shards(Mono<?> stop) {
        requireNonNull(stop, "stop");
        return Mono.defer(previousEnd::get).then(streamArn).flatMapMany(arn -> run(arn, stop));
    }

    @Override
    public int maxShards() {
        return options.maxShards();
    }

    private Flux<ShardFeed> run(String arn, Mono<?> stop) {
        DirectRun run = runs.apply(arn);
        previousEnd.set(run.end());
        return Flux.usingWhen(
                Mono.just(run), begun -> begun.feeds(stop).takeUntilOther(replaced(arn)), DirectRun::close);
    }

    /** Fails once the table has another stream: this one goes on being empty for ever, and the next run finds out more. */
    private Mono<Void> replaced(String arn) {
        return streamArn
                .filter(now -> !now.equals(arn))
                .onErrorComplete()
                .delaySubscription(options.discovery())
                .repeat()
                .next()
                .flatMap(other -> Mono.error(new StoreUnavailableException("the stream was replaced", null)));
    }
}
