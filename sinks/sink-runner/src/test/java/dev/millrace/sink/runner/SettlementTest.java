/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Each rule for failures, in virtual time, on one lane. */
class SettlementTest {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    private final RuntimeException bug = new IllegalStateException("a bug");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final HeldSink sink = new HeldSink();
    private final ListedDeadLetters deadLetters = new ListedDeadLetters();
    private final NotedSignals signals = new NotedSignals();
    private final Disposable.Swap running = Disposables.swap();
    private ListSource source = new ListSource();
    private RunnerOptions options;

    @BeforeEach
    void one_lane_in_virtual_time() {
        options = RunnerOptions.defaults()
                .withLanes(1)
                .withScheduler(time)
                .withRecovery(RecoveryPolicy.defaults().withAttemptTimeout(DAY));
    }

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    /** Starts with a change that occupies the lane, so that the others gather into one batch behind it. */
    private void gather(ListSource gathered) {
        source = gathered;
        running.update(SinkRunner.of(sink, source, deadLetters)
                .withOptions(options)
                .withListener(signals)
                .run()
                .subscribe());
        sink.call(0).apply();
    }

    private static ListSource behindAFirst() {
        return ListSource.of(change("first", 1));
    }

    private void passes(Duration duration) {
        time.advanceTimeBy(duration);
    }

    @Nested
    class An_outage {

        @Test
        void brings_the_whole_batch_again_after_a_pause() {
            gather(behindAFirst().add(change("A", 1)).add(change("B", 1)));

            sink.last().fail(new StoreUnavailableException("throttled", null));
            assertThat(sink.calls).hasSize(2);
            passes(Duration.ofMillis(100));

            assertThat(sink.shown().subList(1, 3)).containsExactly(List.of("A v1", "B v1"), List.of("A v1", "B v1"));
            sink.last().apply();
            assertThat(source.acknowledged).containsExactly(0L, 1L, 2L);
        }

        @Test
        void is_waited_out_for_ever_with_pauses_that_stop_growing() {
            gather(behindAFirst().add(change("A", 1)));

            for (int attempt = 1; attempt <= 3000; attempt++) {
                sink.last().fail(new IOException("connection reset"));
                passes(LONGEST_PAUSE);
                assertThat(sink.calls).as("after attempt %d", attempt).hasSize(attempt + 2);
            }
            sink.last().apply();

            assertThat(source.acknowledged).containsExactly(0L, 1L);
            assertThat(deadLetters.letters).isEmpty();
        }

        @Test
        void does_not_count_as_an_attempt_of_a_change_that_fails_alone() {
            options = options.withRecovery(options.recovery().withMaxAttempts(2));
            gather(behindAFirst().add(change("A", 1)));

            for (int attempt = 0; attempt < 10; attempt++) {
                sink.last().fail(new IOException("connection reset"));
                passes(LONGEST_PAUSE);
            }
            sink.last().fail(new NullPointerException());
            passes(LONGEST_PAUSE);
            sink.last().apply();

            assertThat(deadLetters.letters).isEmpty();
            assertThat(source.acknowledged).containsExactly(0L, 1L);
        }

        @Test
        void is_also_when_the_sink_does_not_answer_in_time() {
            options = options.withRecovery(options.recovery().withAttemptTimeout(LONGEST_PAUSE));
            gather(behindAFirst().add(change("A", 1)));
            HeldSink.Call unanswered = sink.last();

            passes(LONGEST_PAUSE.plusSeconds(1));

            assertThat(unanswered.cancelled).isTrue();
            assertThat(sink.calls).hasSize(3);
            assertThat(deadLetters.letters).isEmpty();
        }

        @Test
        void may_be_what_the_user_says_it_is() {
            options = options.withRecovery(options.recovery()
                    .orTransient(UnsupportedOperationException.class::isInstance)
                    .withMaxAttempts(1));
            gather(behindAFirst().add(change("A", 1)));

            sink.last().fail(new UnsupportedOperationException());
            passes(LONGEST_PAUSE);
            sink.last().apply();

            assertThat(deadLetters.letters).isEmpty();
        }
    }

    @Nested
    class A_change {

        @Test
        void that_is_deferred_comes_again_alone_and_holds_up_only_its_lane() {
            gather(behindAFirst().add(change("A", 1)).add(change("B", 1)).add(change("A", 2)));
            sink.last().answer(SinkOutcome.deferred(new IOException("busy")), SinkOutcome.applied());

            assertThat(signals.notes).contains("applied B v1 at 2");
            passes(Duration.ofMillis(100));

            assertThat(sink.last().shown()).containsExactly("A v2");
            sink.last().apply();
            assertThat(source.acknowledged).containsExactly(0L, 1L, 2L, 3L);
        }

        @Test
        void that_is_refused_is_a_dead_letter_at_once_and_the_others_are_not_affected() {
            RuntimeException cause = new IllegalArgumentException("no such column");
            gather(behindAFirst().add(change("A", 1)).add(change("B", 1)));

            sink.last().answer(SinkOutcome.refused(cause), SinkOutcome.applied());

            assertThat(deadLetters.letters).containsExactly(new ListedDeadLetters.Letter(1, cause, 1));
            assertThat(source.acknowledged).containsExactly(0L, 1L, 2L);
        }

        @Test
        @DisplayName("[X-17] a version that a sink refuses is a dead letter and holds nothing up")
        void that_is_refused_gives_way_to_the_newest_version_it_had_superseded() {
            gather(behindAFirst()
                    .add(change("A", 1))
                    .add(change("A", 2))
                    .add(change("A", 3))
                    .add(change("A", 3)));
            assertThat(sink.last().shown()).containsExactly("A v3");

            sink.last().answer(SinkOutcome.refused(new IllegalArgumentException()));

            assertThat(sink.last().shown()).containsExactly("A v2");
            sink.last().apply();
            assertThat(deadLetters.offsets()).containsExactly(3L);
            assertThat(signals.notes).contains("applied A v2 at 2", "superseded A v1 at 1", "superseded A v3 at 4");
            assertThat(source.acknowledged).isEqualTo(source.offsets());
        }

        @Test
        void that_fails_is_isolated_and_given_up_after_its_attempts() {
            ListSource many = behindAFirst();
            IntStream.range(0, 64).forEach(i -> many.add(change("item-" + i, 1)));
            gather(many);

            answerAllUntilNothingMoves(call -> call.shown().contains("item-41 v1"), bug);

            assertThat(deadLetters.letters).containsExactly(new ListedDeadLetters.Letter(42, bug, 5));
            assertThat(source.acknowledged).isEqualTo(source.offsets());
            assertThat(sink.calls).as("halving, not one by one").hasSizeLessThan(25);
        }

        @Test
        void that_fails_once_and_then_not_is_no_dead_letter() {
            gather(behindAFirst().add(change("A", 1)));

            sink.last().fail(bug);
            passes(LONGEST_PAUSE);
            sink.last().apply();

            assertThat(deadLetters.letters).isEmpty();
            assertThat(source.acknowledged).containsExactly(0L, 1L);
        }

        @Test
        void that_is_stale_is_done() {
            gather(behindAFirst().add(change("A", 1)));

            sink.last().answer(SinkOutcome.stale());

            assertThat(signals.notes).contains("stale A v1 at 1");
            assertThat(source.acknowledged).containsExactly(0L, 1L);
        }
    }

    @Nested
    class A_sink {

        @Test
        void that_answers_too_few_outcomes_has_a_bug() {
            options = options.withRecovery(options.recovery().withMaxAttempts(1));
            gather(behindAFirst().add(change("A", 1)));

            sink.last().answer();

            assertThat(deadLetters.letters).singleElement().satisfies(letter -> assertThat(letter.cause())
                    .isInstanceOf(SinkContractException.class)
                    .hasMessage("sink held answered 0 outcomes for 1 changes"));
        }

        @Test
        void that_completes_without_an_answer_has_a_bug() {
            options = options.withRecovery(options.recovery().withMaxAttempts(1));
            gather(behindAFirst().add(change("A", 1)));

            sink.last().answerNothing();

            assertThat(deadLetters.letters).singleElement().satisfies(letter -> assertThat(letter.cause())
                    .isInstanceOf(SinkContractException.class));
        }

        @Test
        void that_fails_for_every_change_keeps_them_after_a_few_dead_letters() {
            options = options.withRecovery(options.recovery().withMaxAttempts(1).withMostAlike(3));
            ListSource many = behindAFirst();
            IntStream.range(0, 50).forEach(i -> many.add(change("item-" + i, 1)));
            gather(many);

            failAllFor(Duration.ofHours(1));
            assertThat(deadLetters.letters)
                    .as("the third to fail opened the circuit")
                    .hasSize(2);

            answerAllUntilNothingMoves(call -> false, bug);
            assertThat(deadLetters.letters).hasSize(2);
            assertThat(source.acknowledged).isEqualTo(source.offsets());
        }

        private void failAllFor(Duration duration) {
            for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(LONGEST_PAUSE)) {
                answerOpenCalls(call -> true, bug);
                passes(LONGEST_PAUSE);
            }
        }
    }

    @Nested
    class A_dead_letter {

        @Test
        void is_put_until_it_is_kept_and_nothing_is_acknowledged_before() {
            deadLetters.failures = 100;
            gather(behindAFirst().add(change("A", 1)));

            sink.last().answer(SinkOutcome.refused(new IllegalArgumentException()));
            passes(Duration.ofMinutes(5));
            assertThat(source.acknowledged).containsExactly(0L);
            passes(DAY);

            assertThat(deadLetters.offsets()).containsExactly(1L);
            assertThat(deadLetters.puts).isEqualTo(101);
            assertThat(source.acknowledged).containsExactly(0L, 1L);
        }

        @Test
        void is_what_cannot_be_decoded_without_asking_the_sink() {
            IllegalStateException cause = new IllegalStateException("no version header");
            gather(behindAFirst().add(new Delivery.Undecodable(cause), 1).add(change("A", 1)));
            sink.last().apply();

            assertThat(deadLetters.letters).containsExactly(new ListedDeadLetters.Letter(1, cause, 1));
            assertThat(sink.shown()).containsExactly(List.of("first v1"), List.of("A v1"));
            assertThat(source.acknowledged).containsExactly(0L, 1L, 2L);
        }
    }

    private void answerAllUntilNothingMoves(Predicate<HeldSink.Call> fails, RuntimeException bug) {
        for (int answered = -1; answered < sink.calls.size(); ) {
            answered = sink.calls.size();
            answerOpenCalls(fails, bug);
            passes(LONGEST_PAUSE);
        }
    }

    /** Answers the open call, and the one that follows from it at once, and so on. */
    private void answerOpenCalls(Predicate<HeldSink.Call> fails, RuntimeException bug) {
        while (!sink.last().isAnswered()) {
            if (fails.test(sink.last())) {
                sink.last().fail(bug);
            } else {
                sink.last().apply();
            }
        }
    }
}
