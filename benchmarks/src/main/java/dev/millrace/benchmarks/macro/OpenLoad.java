/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.command.Command;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Commands at a steady pace: each is published when it is due, however long those before it take. Its latency counts from
 * then on.
 */
final class OpenLoad {

    /** 100 commands a second. */
    static final Duration PERIOD = Duration.ofMillis(10);

    private static final int AT_ONCE = 1_024;
    private static final String PREFIX = "timed";

    private final Function<Command, ? extends Publisher<?>> publish;
    private final LongSupplier nanos;
    private volatile Phase phase = new Phase(0, 0);

    /** Since when commands are due, and from which number on. */
    private record Phase(long begin, long first) {

        long due(long number) {
            return begin + (number - first) * PERIOD.toNanos();
        }
    }

    /** Creates a load of commands that are published by the function. */
    OpenLoad(Function<Command, ? extends Publisher<?>> publish, LongSupplier nanos) {
        this.publish = publish;
        this.nanos = nanos;
    }

    /** Publishes the commands of these numbers, and returns once all are recorded. */
    void publish(int from, int to) {
        phase = new Phase(nanos.getAsLong() + PERIOD.toNanos(), from);
        Flux.interval(PERIOD)
                .take(to - from)
                .flatMap(tick -> publish.apply(command(from + tick)), AT_ONCE)
                .blockLast();
    }

    private static Command command(long number) {
        return Command.create(Orders.key(PREFIX, number), Orders.attributes(number));
    }

    /** How many nanoseconds ago the command of that number was due. */
    long sinceDue(int number) {
        return nanos.getAsLong() - phase.due(number);
    }
}
