/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The leases of the bridges' shards as their tables have them. */
public final class Leases {

    private static final int MOST = 1000;
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Mono<List<ShardLease>> leases;

    Leases(Flux<ShardLease> question, Scheduler scheduler) {
        this.leases = question.take(MOST).collectList().cacheInvalidateWhen(known -> Mono.delay(REMEMBERED, scheduler)
                .then());
    }

    /**
     * Emits the first 1000 leases, those of one module together, not older than 10 s however many ask. Fails with a
     * {@link dev.millrace.StoreUnavailableException}, after which the next subscriber asks the tables again.
     */
    public Mono<List<ShardLease>> read() {
        return leases;
    }
}
