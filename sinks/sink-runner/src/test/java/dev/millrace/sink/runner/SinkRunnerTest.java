/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class SinkRunnerTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final HeldSink sink = new HeldSink();
    private final ListedDeadLetters deadLetters = new ListedDeadLetters();
    private final NotedSignals signals = new NotedSignals();
    private final Disposable.Swap running = Disposables.swap();
    private RunnerOptions options = RunnerOptions.defaults().withLanes(2).withScheduler(time);

    /** Two items that take different lanes, and a third that takes the lane of the first. */
    private final String left = "item-0";

    private final String right = itemOnLane(false);
    private final String leftToo = itemOnLane(true);

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    @Test
    void nothing_happens_before_subscription() {
        ListSource source = ListSource.of(change("A", 1));

        Mono<Void> run = runner(source).run();

        assertThat(source.delivered).hasValue(0);
        running.update(run.subscribe());
        assertThat(source.delivered).hasValue(1);
    }

    @Test
    void changes_of_one_item_reach_the_sink_one_after_another() {
        options = options.withCompaction(false);
        start(ListSource.of(change(left, 1), change(left, 2), change(left, 3)));

        assertThat(sink.shown()).containsExactly(List.of(left + " v1"));
        sink.last().apply();
        sink.last().apply();
        sink.last().apply();

        assertThat(sink.shown()).containsExactly(List.of(left + " v1"), List.of(left + " v2"), List.of(left + " v3"));
    }

    @Test
    void changes_of_items_on_different_lanes_are_under_way_at_once() {
        start(ListSource.of(change(left, 1), change(right, 1)));

        assertThat(sink.shown()).containsExactly(List.of(left + " v1"), List.of(right + " v1"));
    }

    @Test
    void what_gathers_while_a_batch_is_under_way_is_the_next_batch() {
        start(ListSource.of(change(left, 1), change(left, 2), change(leftToo, 1), change(left, 3)));

        sink.last().apply();

        assertThat(sink.shown()).containsExactly(List.of(left + " v1"), List.of(left + " v3", leftToo + " v1"));
    }

    @Test
    void a_superseded_delivery_is_done_when_the_newest_version_is() {
        ListSource source = ListSource.of(change(left, 1), change(left, 2), change(left, 3));
        start(source);

        sink.last().apply();
        assertThat(source.acknowledged).containsExactly(0L);
        sink.last().apply();

        assertThat(source.acknowledged).containsExactly(0L, 1L, 2L);
        assertThat(signals.notes).contains("superseded " + left + " v2 at 1", "applied " + left + " v3 at 2");
    }

    @Test
    void deliveries_are_acknowledged_in_order_even_if_they_finish_out_of_order() {
        ListSource source = ListSource.of(change(left, 1), change(right, 1), change(right, 2));
        start(source);

        sink.call(1).apply();
        sink.call(2).apply();
        assertThat(source.acknowledged).isEmpty();
        sink.call(0).apply();

        assertThat(source.acknowledged).containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_slow_lane_stops_the_others_only_when_the_budget_is_full() {
        options = options.withMaxInFlight(4, 1000);
        ListSource source = ListSource.of(change(left, 1));
        IntStream.rangeClosed(1, 9).forEach(version -> source.add(change(right, version)));
        start(source);

        sink.call(1).apply();
        sink.call(2).apply();
        assertThat(source.delivered).as("four in flight, one at the door").hasValue(5);
        assertThat(sink.call(2).shown()).containsExactly(right + " v3");

        sink.call(0).apply();
        assertThat(source.acknowledged).containsExactly(0L, 1L, 2L, 3L);
        assertThat(source.delivered).hasValue(9);
    }

    @Test
    void no_more_is_requested_than_may_be_in_flight() {
        options = options.withMaxInFlight(3, 1000);
        TestPublisher<Delivery> deliveries = TestPublisher.create();
        List<Delivery> made =
                ListSource.of(change(left, 1), change(left, 2), change(left, 3), change(left, 4)).deliveries;
        running.update(runner(deliveries::flux).run().subscribe());

        made.subList(0, 3).forEach(delivery -> requested(deliveries).next(delivery));
        deliveries.assertMaxRequested(3);
        assertThat(sink.calls).hasSize(1);
        sink.last().apply();

        requested(deliveries).next(made.get(3));
        sink.last().apply();
        assertThat(sink.last().shown()).containsExactly(left + " v4");
    }

    @Test
    void no_more_bytes_are_taken_than_may_be_in_flight() {
        options = options.withMaxInFlight(100, 250);
        ListSource source = new ListSource();
        IntStream.rangeClosed(1, 9).forEach(version -> source.add(new Delivery.Decoded(change(left, version)), 100));
        start(source);

        assertThat(source.delivered)
                .as("three fill the budget, one waits at the door")
                .hasValue(4);
        sink.last().apply();
        assertThat(source.delivered).hasValue(5);
    }

    @Test
    void a_run_ends_when_its_source_does_and_everything_is_acknowledged() {
        ListSource source = ListSource.of(change(left, 1), change(right, 1)).thatEnds();

        StepVerifier.create(runner(source).run())
                .then(() -> sink.call(1).apply())
                .then(() -> sink.call(0).apply())
                .verifyComplete();
        assertThat(source.acknowledged).containsExactly(0L, 1L);
        assertThat(signals.notes).startsWith("started").endsWith("stopped");
    }

    @Test
    void a_failing_source_fails_the_run() {
        StepVerifier.create(runner(() -> Flux.error(new IOException("the log is gone")))
                        .run())
                .verifyError(IOException.class);
        assertThat(signals.notes).containsExactly("started", "stopped");
    }

    @Test
    void told_to_stop_it_takes_nothing_new_drains_what_is_in_flight_and_saves() {
        options = options.withMaxInFlight(2, 1000);
        ListSource source = ListSource.of(change(left, 1), change(right, 1), change(left, 2));
        Sinks.Empty<Void> stop = Sinks.empty();

        StepVerifier.create(runner(source).runUntil(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .then(() -> sink.call(0).apply())
                .then(() -> assertThat(source.commits).hasValue(0))
                .then(() -> sink.call(1).apply())
                .verifyComplete();

        assertThat(sink.calls).hasSize(2);
        assertThat(source.acknowledged).containsExactly(0L, 1L);
        assertThat(source.commits).hasValue(1);
        assertThat(source.cancellations).hasValue(1);
    }

    @Test
    void cancelling_drains_and_saves_out_of_sight() {
        ListSource source = ListSource.of(change(left, 1), change(right, 1));
        Disposable run = runner(source).run().subscribe();

        run.dispose();
        assertThat(signals.notes).doesNotContain("stopped");
        sink.call(0).apply();
        sink.call(1).apply();

        assertThat(source.acknowledged).containsExactly(0L, 1L);
        assertThat(source.commits).hasValue(1);
        assertThat(signals.notes).endsWith("stopped");
    }

    @Test
    void what_is_not_done_when_the_time_to_drain_is_over_is_let_go_unacknowledged() {
        ListSource source = ListSource.of(change(left, 1), change(right, 1));

        StepVerifier.create(runner(source).runUntil(Mono.just("now").delayElement(Duration.ofSeconds(1), time)))
                .then(() -> sink.call(1).apply())
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(2)))
                .then(() -> assertThat(signals.notes).doesNotContain("stopped"))
                .then(() -> time.advanceTimeBy(options.drainTimeout()))
                .verifyComplete();

        assertThat(source.acknowledged).isEmpty();
        assertThat(sink.call(0).cancelled).isTrue();
        assertThat(source.cancellations).hasValue(1);
    }

    @Test
    void a_runner_runs_again_after_it_was_stopped() {
        ListSource source = ListSource.of(change(left, 1));
        SinkRunner runner = runner(source);
        Disposable first = runner.run().subscribe();
        first.dispose();
        sink.last().apply();

        running.update(runner.run().subscribe());
        sink.last().apply();

        assertThat(source.acknowledged).containsExactly(0L, 0L);
    }

    @Test
    void a_listener_that_throws_changes_nothing() {
        ListSource source = ListSource.of(change(left, 1));
        SinkListener broken = new SinkListener() {
            @Override
            public void applied(ChangeRecord change, Position position) {
                throw new IllegalStateException("a broken listener");
            }
        };
        running.update(runner(source).withListener(broken).run().subscribe());

        sink.last().apply();

        assertThat(source.acknowledged).containsExactly(0L);
    }

    @Test
    void a_sink_that_answers_at_once_does_not_grow_the_stack() {
        ListSource source = new ListSource().thatEnds();
        IntStream.rangeClosed(1, 100_000).forEach(version -> source.add(change(left, version)));
        InstantSink instant = new InstantSink(changes ->
                Mono.just(changes.stream().map(change -> SinkOutcome.applied()).toList()));

        StepVerifier.create(SinkRunner.of(instant, source, deadLetters).run()).verifyComplete();

        assertThat(source.acknowledged).hasSize(100_000).isEqualTo(source.offsets());
    }

    private void start(ChangeSource source) {
        running.update(runner(source).run().subscribe());
    }

    private SinkRunner runner(ChangeSource source) {
        return SinkRunner.of(sink, source, deadLetters).withOptions(options).withListener(signals);
    }

    private static TestPublisher<Delivery> requested(TestPublisher<Delivery> deliveries) {
        deliveries.assertMinRequested(1);
        return deliveries;
    }

    private String itemOnLane(boolean sameAsLeft) {
        Lanes lanes = new Lanes(options, batch -> Mono.never());
        Lane leftLane = lanes.of(Changes.key(left));
        return IntStream.range(1, 100)
                .mapToObj(i -> "item-" + i)
                .filter(item -> (lanes.of(Changes.key(item)) == leftLane) == sameAsLeft)
                .findFirst()
                .orElseThrow();
    }
}
