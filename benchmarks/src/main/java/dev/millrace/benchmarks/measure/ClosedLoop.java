/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** So many operations under way at once, the next as soon as one ends; each gets a number that no other has. */
public final class ClosedLoop implements Arm {

    private final LongFunction<? extends Publisher<?>> operation;
    private final int concurrency;
    private final AtomicLong next = new AtomicLong();

    private ClosedLoop(LongFunction<? extends Publisher<?>> operation, int concurrency) {
        this.operation = operation;
        this.concurrency = concurrency;
    }

    /** Returns the loop for an operation, which is told its number, from 0. */
    public static ClosedLoop of(int concurrency, LongFunction<? extends Publisher<?>> operation) {
        return new ClosedLoop(operation, concurrency);
    }

    @Override
    public void run(long operations) {
        Flux.range(0, Math.toIntExact(operations))
                .flatMap(ignored -> operation.apply(next.getAndIncrement()), concurrency)
                .then()
                .block();
    }
}
