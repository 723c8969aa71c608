/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ChildShard;

/**
 * What is to be done when a shard has been read to its end. The adapter would write the leases of its children in a form
 * that it cannot read, so they are written before it hears of the end.
 *
 * @param shard which
 * @param tools of the worker
 */
record ShardEnd(ShardId shard, WorkerTools tools) {

    private static final Logger log = LoggerFactory.getLogger(ShardEnd.class);

    /** A stream shows the child of a shard a little late; one that was switched off, and a merge, leave shards without. */
    private static final int LOOKS_FOR_CHILDREN = 10;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Emits the children that the stream shows, once their leases are written; tries again for as long as it takes. */
    Mono<List<ChildShard>> children() {
        return look().repeatWhenEmpty(LOOKS_FOR_CHILDREN, looks -> looks.delayElements(BETWEEN_LOOKS))
                .onErrorReturn(IllegalStateException.class, List.of()) // the last look found none
                .flatMap(children -> sow().thenReturn(children));
    }

    private Mono<List<ChildShard>> look() {
        return tools.stream()
                .shards()
                .filter(candidate -> shard.text().equals(candidate.parentShardId()))
                .map(ShardEnd::child)
                .collectList()
                .filter(children -> !children.isEmpty())
                .transform(ShardEnd::untilItWorks);
    }

    private static ChildShard child(Shard shard) {
        return ChildShard.builder()
                .shardId(shard.shardId())
                .parentShards(Stream.of(shard.parentShardId())
                        .filter(Objects::nonNull)
                        .toList())
                .build();
    }

    private Mono<Void> sow() {
        return Mono.<Void>fromCallable(() -> {
                    tools.audit().sow();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .transform(ShardEnd::untilItWorks);
    }

    private static <T> Mono<T> untilItWorks(Mono<T> step) {
        return step.retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .doBeforeRetry(signal -> log.warn(
                        "the end of a shard is told later: {}",
                        signal.failure().getClass().getName())));
    }
}
