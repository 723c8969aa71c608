/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.MillraceException.Retry;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class AppliedVersionsTest {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final SinkName NAME = SinkName.of("search");
    private static final Version WANTED = Version.of(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    private Mono<Version> await(ChangeSink sink) {
        return AppliedVersions.over(List.of(sink), TenantGuard.standard(), time)
                .awaitApplied(KEY, WANTED, NAME, TIMEOUT)
                .contextWrite(CALLER.asContext());
    }

    @Test
    void a_version_that_is_there_is_found_at_once() {
        PolledSink sink = new PolledSink(poll -> Mono.just(WANTED));

        StepVerifier.create(await(sink)).expectNext(WANTED).verifyComplete();
        assertThat(sink.polls).isEqualTo(1);
    }

    @Test
    void a_later_version_will_do_and_is_named() {
        StepVerifier.create(await(new PolledSink(poll -> Mono.just(Version.of(9)))))
                .expectNext(Version.of(9))
                .verifyComplete();
    }

    @Test
    void an_earlier_version_is_waited_out() {
        PolledSink sink = new PolledSink(poll -> Mono.just(Version.of(poll)));

        StepVerifier.create(await(sink))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(24)))
                .then(() -> assertThat(sink.polls).isEqualTo(2))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .expectNext(WANTED)
                .verifyComplete();
        assertThat(sink.polls).isEqualTo(3);
    }

    @Test
    void the_pauses_grow_to_a_quarter_of_a_second_and_no_further() {
        PolledSink sink = new PolledSink(poll -> Mono.just(Version.NONE));

        StepVerifier.create(await(sink))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .then(sink::forgetPolls)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(10)))
                .then(() -> assertThat(sink.polls).isEqualTo(40))
                .thenCancel()
                .verify();
    }

    @Test
    void after_the_timeout_the_failure_says_what_was_waited_for() {
        StepVerifier.create(await(new PolledSink(poll -> Mono.just(Version.of(2)))))
                .then(() -> time.advanceTimeBy(TIMEOUT))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(NotAppliedInTimeException.class, late -> {
                            assertThat(late.key()).isEqualTo(KEY);
                            assertThat(late.version()).isEqualTo(WANTED);
                            assertThat(late.sink()).isEqualTo(NAME);
                            assertThat(late.retry()).isEqualTo(Retry.AS_IS);
                        })
                        .hasMessage("sink search did not hold version 3 of ORDER#acme#7 in time"));
    }

    @Test
    void a_sink_that_never_answers_does_not_hold_the_caller_beyond_the_timeout() {
        StepVerifier.create(await(new PolledSink(poll -> Mono.never())))
                .then(() -> time.advanceTimeBy(TIMEOUT))
                .verifyError(NotAppliedInTimeException.class);
    }

    @Test
    void the_failure_of_a_sink_is_the_failure_of_the_wait() {
        StepVerifier.create(await(new PolledSink(poll -> Mono.error(new IllegalStateException("down")))))
                .verifyErrorMessage("down");
    }

    @Test
    void cancelling_stops_the_asking_and_leaves_the_service_usable() {
        PolledSink sink = new PolledSink(poll -> Mono.just(Version.NONE));
        Mono<Version> wait = await(sink);

        wait.subscribe().dispose();
        time.advanceTimeBy(TIMEOUT);

        assertThat(sink.polls).isEqualTo(1);
        StepVerifier.create(wait).then(() -> time.advanceTimeBy(TIMEOUT)).verifyError(NotAppliedInTimeException.class);
    }

    @Test
    void what_must_not_be_asked_is_refused_before_any_sink_is() {
        PolledSink sink = new PolledSink(poll -> Mono.just(WANTED));
        AppliedVersions versions = AppliedVersions.over(List.of(sink), TenantGuard.standard());
        ItemKey foreign = ItemKey.of("ORDER", "other", "7");

        StepVerifier.create(versions.awaitApplied(KEY, WANTED, NAME, TIMEOUT))
                .verifyError(MissingContextException.class);
        StepVerifier.create(called(versions.awaitApplied(foreign, WANTED, NAME, TIMEOUT)))
                .verifyError(TenantViolationException.class);
        StepVerifier.create(called(versions.awaitApplied(KEY, WANTED, SinkName.of("other"), TIMEOUT)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageContaining("\"other\" names none of the sinks"));
        StepVerifier.create(called(versions.awaitApplied(KEY, WANTED, NAME, Duration.ZERO)))
                .verifyError(InvalidValueException.class);
        assertThat(sink.polls).isZero();
    }

    private static Mono<Version> called(Mono<Version> wait) {
        return wait.contextWrite(CALLER.asContext());
    }

    @Test
    void two_sinks_of_one_name_are_refused() {
        PolledSink sink = new PolledSink(poll -> Mono.just(WANTED));

        assertThatThrownBy(
                        () -> AppliedVersions.over(List.of(sink, sink), TenantGuard.standard(), Schedulers.parallel()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must be unique");
    }

    /** Answers by how often it has been asked. */
    private static final class PolledSink implements ChangeSink {

        private final IntFunction<Mono<Version>> answers;
        private int polls;

        PolledSink(IntFunction<Mono<Version>> answers) {
            this.answers = answers;
        }

        void forgetPolls() {
            polls = 0;
        }

        @Override
        public SinkName name() {
            return NAME;
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            throw new AssertionError("nobody writes here");
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.defer(() -> answers.apply(++polls));
        }
    }
}
