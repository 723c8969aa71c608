/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.sink.runner.kafka.SinkPositions;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Waits until a sink has passed all that was on its topic when the waiting began: then it holds whatever any other sink of
 * the topic had applied by that moment.
 */
final class CaughtUp {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final SinkPositions positions;
    private final Duration patience;

    CaughtUp(SinkPositions positions, Duration patience) {
        this.positions = positions;
        this.patience = patience;
    }

    /** Fails with {@link SinkBehindException} when the patience is over. */
    Mono<Void> await() {
        return positions.read().flatMap(this::await);
    }

    private Mono<Void> await(List<PartitionPosition> begun) {
        Map<Integer, Long> ends =
                begun.stream().collect(Collectors.toMap(PartitionPosition::partition, PartitionPosition::end));
        return Mono.defer(positions::read)
                .filter(now -> missing(now, ends) == 0)
                .repeatWhenEmpty(rounds -> rounds.delayElements(PAUSE))
                .timeout(patience)
                .then()
                .onErrorResume(TimeoutException.class, late -> positions
                        .read()
                        .flatMap(now -> Mono.error(new SinkBehindException(missing(now, ends)))));
    }

    private static long missing(List<PartitionPosition> now, Map<Integer, Long> ends) {
        return now.stream()
                .mapToLong(one -> Math.max(0, ends.getOrDefault(one.partition(), 0L) - one.next()))
                .sum();
    }
}
