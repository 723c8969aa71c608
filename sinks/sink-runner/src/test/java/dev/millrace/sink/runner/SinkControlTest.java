/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.SinkStatus.State;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A runner in the hands of its operator. */
class SinkControlTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final HeldSink sink = new HeldSink();
    private final SinkControl control = SinkControl.create();
    private final NotedSignals signals = new NotedSignals();
    private final Disposable.Swap running = Disposables.swap();

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    private SinkRunner runner(ListSource source) {
        return SinkRunner.of(sink, source, new ListedDeadLetters())
                .withOptions(RunnerOptions.defaults().withLanes(1).withScheduler(time))
                .withListener(signals)
                .withControl(control);
    }

    @Test
    void a_paused_sink_takes_nothing_more_and_finishes_what_is_in_flight() {
        ListSource source = new ListSource();
        IntStream.rangeClosed(1, 100).forEach(version -> source.add(change("A", version)));
        control.pause();
        running.update(runner(source).run().subscribe());

        assertThat(sink.calls).isEmpty();
        assertThat(source.delivered).as("one, at the door").hasValue(1);
        assertThat(control.status().state()).isEqualTo(State.PAUSED);
        assertThat(control.status().isHealthy()).isTrue();

        control.resume();
        sink.last().apply();
        sink.last().apply();
        assertThat(source.acknowledged).isEqualTo(source.offsets());
        assertThat(control.status().acknowledged()).isEqualTo(100);
    }

    @Test
    void a_paused_sink_can_be_stopped() {
        control.pause();
        Sinks.Empty<Void> stop = Sinks.empty();

        StepVerifier.create(runner(ListSource.of(change("A", 1))).runUntil(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .verifyComplete();

        assertThat(control.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void a_sink_that_is_paused_stays_so_in_its_next_run() {
        control.pause();
        running.update(runner(ListSource.of(change("A", 1))).run().subscribe());

        running.update(runner(ListSource.of(change("A", 1))).run().subscribe());

        assertThat(sink.calls).isEmpty();
    }

    @Test
    void pausing_twice_and_resuming_twice_is_pausing_and_resuming_once() {
        control.pause();
        control.pause();
        running.update(runner(ListSource.of(change("A", 1))).run().subscribe());

        control.resume();
        control.resume();

        assertThat(sink.calls).hasSize(1);
    }

    @Test
    void the_status_of_a_runner_says_when_it_moved_last() {
        running.update(
                runner(ListSource.of(change("A", 1), change("A", 2))).run().subscribe());
        time.advanceTimeBy(Duration.ofSeconds(20));
        sink.last().apply();
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(control.status().lastAcknowledged().toEpochMilli()).isEqualTo(20_000);
        assertThat(control.status().inFlight()).isEqualTo(1);
    }

    @Test
    void what_a_filter_keeps_out_is_acknowledged_without_the_sink() {
        ListSource source = ListSource.of(change("A", 1), Changes.of("globex", "B", 1));

        running.update(runner(source)
                .withFilter(ChangeFilter.tenants(Set.of(Tenant.of("acme"))))
                .run()
                .subscribe());
        sink.last().apply();

        assertThat(sink.calls).hasSize(1);
        assertThat(source.acknowledged).containsExactly(0L, 1L);
        assertThat(signals.notes).contains("filtered out B v1");
    }

    @Test
    void a_filter_that_throws_lets_the_change_through() {
        running.update(runner(ListSource.of(change("A", 1)))
                .withFilter(change -> {
                    throw new IllegalStateException("a bug");
                })
                .run()
                .subscribe());

        assertThat(sink.last().shown()).containsExactly("A v1");
    }

    @Test
    void a_filter_by_type_knows_the_first_part_of_an_items_key() {
        assertThat(ChangeFilter.types(Set.of("ORDER")).test(change("A", 1))).isTrue();
        assertThat(ChangeFilter.types(Set.of("INVOICE")).test(change("A", 1))).isFalse();
    }
}
