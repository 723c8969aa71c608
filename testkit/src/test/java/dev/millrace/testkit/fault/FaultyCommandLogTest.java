/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class FaultyCommandLogTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A-1");
    private static final RecordedCommand ROW = recorded(KEY, 1, note("first"));

    private final InMemoryCommandLog log = new InMemoryCommandLog(new InMemoryDataStore());
    private final FaultyCommandLog faulty = FaultyCommandLog.over(log);

    @Test
    void an_append_whose_answer_is_lost_has_happened_and_is_unknown() {
        faulty.onNextAppend(LogFault.loseAnswer());

        StepVerifier.create(faulty.append(ROW)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> assertThat(unknown.commandId())
                        .isEqualTo(ROW.id())));
        StepVerifier.create(log.latest(KEY)).expectNext(ROW).verifyComplete();
        StepVerifier.create(faulty.append(ROW))
                .expectNext(AppendOutcome.taken(ROW))
                .verifyComplete();
    }

    @Test
    void a_transaction_whose_answer_is_lost_has_happened_and_is_unknown() {
        faulty.onNextAppend(LogFault.loseAnswer());

        StepVerifier.create(faulty.appendAll(List.of(Append.of(ROW)))).verifyError(OutcomeUnknownException.class);
        StepVerifier.create(log.latest(KEY)).expectNext(ROW).verifyComplete();
    }

    @Test
    void an_append_that_fails_before_writing_has_not_happened() {
        faulty.onNextAppend(LogFault.failBeforeWriting());

        StepVerifier.create(faulty.append(ROW)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(log.latest(KEY)).verifyComplete();
    }

    @Test
    void a_delayed_append_lets_others_overtake_it() {
        RecordedCommand fast = recorded(KEY, 1, note("fast"));
        faulty.onNextAppend(LogFault.delay(Duration.ofMinutes(1)));

        StepVerifier.withVirtualTime(() -> faulty.append(ROW))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(59))
                .then(() -> StepVerifier.create(faulty.append(fast))
                        .expectNext(AppendOutcome.appended())
                        .verifyComplete())
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(AppendOutcome.taken(fast))
                .verifyComplete();
    }

    @Test
    void a_read_that_meets_a_fault_is_unavailable_whichever_read_it_is() {
        faulty.append(ROW).block();
        faulty.onNextRead(
                LogFault.loseAnswer(), LogFault.failBeforeWriting(), LogFault.loseAnswer(), LogFault.loseAnswer());

        StepVerifier.create(faulty.latest(KEY)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(faulty.get(KEY, Version.FIRST)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(faulty.find(KEY, ROW.id())).verifyError(StoreUnavailableException.class);
        StepVerifier.create(faulty.list(KEY, Version.FIRST, Version.FIRST))
                .verifyError(StoreUnavailableException.class);
        StepVerifier.create(faulty.list(KEY, Version.FIRST, Version.FIRST))
                .expectNext(ROW)
                .verifyComplete();
    }

    @Test
    void a_show_whose_answer_is_lost_has_happened_and_is_unavailable() {
        InMemoryDataStore data = new InMemoryDataStore();
        FaultyCommandLog showing = FaultyCommandLog.over(new InMemoryCommandLog(data));
        showing.onNextShow(LogFault.loseAnswer());

        StepVerifier.create(showing.show(ROW)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(data.get(KEY)).expectNext(ROW.toItem()).verifyComplete();
        StepVerifier.create(showing.show(ROW)).expectNext(false).verifyComplete();
        assertThat(showing.shows()).isEqualTo(2);
    }

    @Test
    void a_fault_is_met_once_and_only_by_its_kind_of_call() {
        faulty.onNextAppend(LogFault.failBeforeWriting());

        StepVerifier.create(faulty.latest(KEY)).verifyComplete();
        StepVerifier.create(faulty.append(ROW)).verifyError();
        StepVerifier.create(faulty.append(ROW)).expectNextCount(1).verifyComplete();
        assertThat(faulty.faults()).isEqualTo(1);
        assertThat(faulty.appends()).isEqualTo(2);
        assertThat(faulty.reads()).isEqualTo(1);
    }

    @Test
    void a_call_that_nobody_subscribes_to_meets_nothing() {
        faulty.onNextAppend(LogFault.failBeforeWriting());
        faulty.append(ROW);

        assertThat(faulty.faults()).isZero();
        assertThat(faulty.appends()).isZero();
    }

    @Test
    void healing_forgets_all_faults() {
        faulty.onNextAppend(LogFault.failBeforeWriting())
                .onNextShow(LogFault.loseAnswer())
                .onNextRead(LogFault.loseAnswer())
                .onAny(new Random(1), 1, LogFault.failBeforeWriting());
        faulty.heal();

        StepVerifier.create(faulty.append(ROW)).expectNextCount(1).verifyComplete();
        StepVerifier.create(faulty.show(ROW)).expectNext(true).verifyComplete();
        StepVerifier.create(faulty.latest(KEY)).expectNext(ROW).verifyComplete();
    }

    @Test
    void the_same_seed_lets_the_same_calls_fail() {
        assertThat(failuresFrom(7)).isEqualTo(failuresFrom(7)).contains(true, false);
        assertThat(failuresFrom(7)).isNotEqualTo(failuresFrom(8));
    }

    @Test
    void a_probability_beyond_one_is_refused() {
        assertThatThrownBy(() -> faulty.onAny(new Random(1), 1.1, LogFault.loseAnswer()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> faulty.onAny(new Random(1), 0.5)).isInstanceOf(InvalidValueException.class);
    }

    private List<Boolean> failuresFrom(long seed) {
        faulty.onAny(new Random(seed), 0.5, LogFault.failBeforeWriting());
        return IntStream.range(0, 50)
                .mapToObj(
                        i -> faulty.latest(KEY).hasElement().onErrorReturn(true).block())
                .toList();
    }
}
