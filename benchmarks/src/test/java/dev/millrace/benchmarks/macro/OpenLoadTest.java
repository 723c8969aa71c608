/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class OpenLoadTest {

    private static final long PERIOD = OpenLoad.PERIOD.toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong(1_000_000_000);
    private final List<ChangeRecord> published = new CopyOnWriteArrayList<>();
    private final OpenLoad load = new OpenLoad(this::publish, now::get);

    private Publisher<?> publish(Command command) {
        published.add(Orders.change(command.key(), 1));
        return Mono.empty();
    }

    @Test
    void commands_do_not_wait_for_those_before_them() {
        Sinks.Empty<Void> third = Sinks.empty();
        AtomicLong begun = new AtomicLong();
        OpenLoad open = new OpenLoad(
                command -> {
                    if (begun.incrementAndGet() == 3) {
                        third.tryEmitEmpty();
                    }
                    return third.asMono();
                },
                System::nanoTime);

        open.publish(0, 3);

        assertThat(begun).hasValue(3);
    }

    @Test
    void a_latency_counts_from_when_the_command_was_due_however_late_it_was_published() {
        Arrivals place = new Arrivals(load, 3);
        load.publish(0, 3);

        now.addAndGet(10 * PERIOD);
        published.forEach(place::arrive);

        assertThat(place.sortedLatencies(0)).containsExactly(7 * PERIOD, 8 * PERIOD, 9 * PERIOD);
    }

    @Test
    void commands_of_a_second_phase_are_due_from_its_beginning_on() {
        Arrivals place = new Arrivals(load, 4);
        load.publish(0, 2);
        published.forEach(place::arrive);
        now.addAndGet(1_000 * PERIOD);
        published.clear();
        load.publish(2, 4);

        now.addAndGet(5 * PERIOD);
        published.forEach(place::arrive);

        assertThat(place.sortedLatencies(2)).containsExactly(3 * PERIOD, 4 * PERIOD);
    }

    @Test
    void a_change_that_comes_again_counts_once_and_the_first_time() {
        Arrivals place = new Arrivals(load, 1);
        load.publish(0, 1);

        now.addAndGet(2 * PERIOD);
        published.forEach(place::arrive);
        now.addAndGet(PERIOD);
        published.forEach(place::arrive);

        place.await(1, PATIENCE);
        assertThat(place.sortedLatencies(0)).containsExactly(PERIOD);
        assertThatIllegalStateException()
                .isThrownBy(() -> place.await(1, Duration.ZERO))
                .withMessageContaining("0 of 1");
    }
}
