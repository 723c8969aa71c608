/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.SinkStatus.State;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A bug must not park everything: the circuit, in virtual time. */
class CircuitTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final int MOST_ALIKE = 20;
    private static final int ITEMS = 2_000;
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ModelSink sink = new ModelSink();
    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private final NotedSignals signals = new NotedSignals();
    private final SinkControl control = SinkControl.create();
    private final Disposable.Swap running = Disposables.swap();
    private RunnerOptions options;
    private ListSource source;

    @BeforeEach
    void many_changes_in_virtual_time() {
        options = RunnerOptions.defaults().withScheduler(time).withCompaction(false);
        source = new ListSource();
        IntStream.range(0, ITEMS).forEach(item -> source.add(change("item-" + item, 1)));
    }

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    private void failAll(Supplier<Throwable> bug) {
        sink.failure = change -> bug.get();
    }

    private void mend() {
        sink.failure = change -> null;
        sink.verdict = change -> null;
    }

    private void runFor(Duration duration) {
        running.update(SinkRunner.of(sink, source, new ListedDeadLetters())
                .withOptions(options)
                .withListener(signals)
                .withParking(parked, MODULE)
                .withControl(control)
                .run()
                .subscribe());
        time.advanceTimeBy(duration);
    }

    private long parkedItems() {
        return parked.keys(new SinkId(MODULE, ModelSink.NAME))
                .count()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    @DisplayName("[F22] a handler that always throws parks at most as many items as may fail alike")
    void a_sink_that_fails_for_everything_parks_next_to_nothing_and_is_asked_seldom() {
        failAll(NullPointerException::new);

        runFor(A_WHILE);
        int callsBefore = sink.calls;
        time.advanceTimeBy(A_DAY);

        assertThat(parkedItems()).isLessThanOrEqualTo(MOST_ALIKE);
        assertThat(sink.calls - callsBefore).as("one change every 15 to 30 s").isBetween(2_800, 5_800);
        assertThat(control.status().state()).isEqualTo(State.CIRCUIT_OPEN);
        assertThat(control.status().cause()).isEqualTo("java.lang.NullPointerException");
        assertThat(control.status().isHealthy()).isFalse();
        assertThat(control.status().inFlight()).isLessThanOrEqualTo(options.maxInFlight());
        assertThat(signals.notes).containsOnlyOnce("circuit opened");
    }

    @Test
    void what_fails_in_a_different_way_each_time_opens_it_too() {
        List<Supplier<Throwable>> ways = List.of(
                NullPointerException::new,
                IllegalStateException::new,
                ArithmeticException::new,
                ClassCastException::new,
                IndexOutOfBoundsException::new,
                NegativeArraySizeException::new,
                ArrayStoreException::new,
                UnsupportedOperationException::new,
                SecurityException::new,
                IllegalMonitorStateException::new,
                EnumConstantNotPresentExceptionLike::new);
        int[] next = {0};
        failAll(() -> ways.get(next[0]++ % ways.size()).get());

        runFor(A_DAY);

        assertThat(control.status().state()).isEqualTo(State.CIRCUIT_OPEN);
        assertThat(parkedItems()).isLessThanOrEqualTo(8 * MOST_ALIKE);
    }

    private static final class EnumConstantNotPresentExceptionLike extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void a_sink_that_refuses_everything_is_no_different() {
        sink.verdict = change -> SinkOutcome.refused(new IllegalArgumentException("no such column"));

        runFor(A_DAY);

        assertThat(parkedItems()).isLessThanOrEqualTo(MOST_ALIKE);
        assertThat(control.status().state()).isEqualTo(State.CIRCUIT_OPEN);
    }

    @Test
    void a_change_that_goes_well_closes_it_and_everything_else_follows() {
        failAll(NullPointerException::new);
        runFor(A_WHILE);

        mend();
        time.advanceTimeBy(Duration.ofSeconds(31));

        assertThat(control.status().state()).isEqualTo(State.RUNNING);
        assertThat(source.acknowledged).isEqualTo(source.offsets());
        assertThat(sink.taken).hasSizeGreaterThanOrEqualTo(ITEMS - MOST_ALIKE);
        assertThat(sink.taken.size() + parkedItems()).isEqualTo(ITEMS);
        assertThat(signals.notes).containsOnlyOnce("circuit closed");
    }

    @Test
    void somebody_who_has_mended_the_sink_need_not_wait() {
        failAll(NullPointerException::new);
        runFor(A_WHILE);

        mend();
        control.resume();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(source.acknowledged).isEqualTo(source.offsets());
    }

    @Test
    void it_opens_again_if_resuming_was_in_vain() {
        failAll(NullPointerException::new);
        runFor(A_WHILE);

        control.resume();
        time.advanceTimeBy(A_WHILE);

        assertThat(control.status().state()).isEqualTo(State.CIRCUIT_OPEN);
        assertThat(parkedItems()).isLessThanOrEqualTo(2 * MOST_ALIKE);
    }

    @Test
    void somebody_may_decide_that_all_of_it_is_the_changes_fault() {
        sink.failure = change -> change.key().sort().text().equals("item-1999") ? null : new NullPointerException();
        options = options.withMaxInFlight(ITEMS * 2, Long.MAX_VALUE);
        source.deliveries.remove(ITEMS - 1);
        runFor(A_WHILE);

        control.giveUpWhatFails();
        time.advanceTimeBy(A_DAY);

        assertThat(parkedItems()).isEqualTo(ITEMS - 1);
        assertThat(source.acknowledged).hasSize(ITEMS - 1);
        assertThat(control.status().isHealthy()).isTrue();
    }

    @Test
    void an_outage_meanwhile_neither_closes_it_nor_parks_anything() {
        failAll(NullPointerException::new);
        runFor(A_WHILE);
        long before = parkedItems();

        failAll(() -> new IOException("connection reset"));
        time.advanceTimeBy(A_DAY);

        assertThat(control.status().state()).isEqualTo(State.CIRCUIT_OPEN);
        assertThat(parkedItems()).isEqualTo(before);
        mend();
        time.advanceTimeBy(A_WHILE);
        assertThat(source.acknowledged).isEqualTo(source.offsets());
    }

    @Test
    void items_that_fail_among_others_that_go_well_are_parked_however_many() {
        sink.failure = change -> change.key().sort().text().endsWith("7") ? new NullPointerException() : null;

        runFor(A_DAY);

        assertThat(parkedItems()).isEqualTo(ITEMS / 10);
        assertThat(source.acknowledged).isEqualTo(source.offsets());
        assertThat(signals.notes).doesNotContain("circuit opened");
    }

    @Test
    @DisplayName("[F32, I17] an outage of an hour parks nothing, keeps memory bounded and loses nothing")
    void an_outage_of_an_hour_is_waited_out_within_the_budget() {
        options = options.withMaxInFlight(200, 150);
        failAll(() -> new IOException("connection refused"));

        runFor(Duration.ofHours(1));

        assertThat(parkedItems()).isZero();
        assertThat(source.acknowledged).isEmpty();
        assertThat(source.delivered)
                .as("150 bytes in flight and one at the door")
                .hasValue(151);
        assertThat(control.status().state()).isEqualTo(State.SINK_DOWN);
        assertThat(sink.calls).as("16 lanes, every 15 to 30 s").isLessThan(16 * 300);
        mend();
        time.advanceTimeBy(Duration.ofSeconds(31));
        assertThat(source.acknowledged).isEqualTo(source.offsets());
        assertThat(control.status().state()).isEqualTo(State.RUNNING);
    }
}
