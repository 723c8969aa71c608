/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.Changes.changed;
import static dev.millrace.bridge.Changes.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.InFlightBudget.Share;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Trimmed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** The loop that carries a shard, by itself: who comes with what, from which thread, and when. */
@Timeout(60)
class ShardCarrierTest {

    private static final int HANDOVER = 4;
    private static final int PLENTY = 1_000;
    private static final int MORE_THAN_REQUESTED = 100;

    private final InFlightBudget budget = new InFlightBudget(PLENTY, Long.MAX_VALUE);
    private final Share share = budget.open();
    private final TestPublisher<StreamRecord> records = TestPublisher.create();

    @RepeatedTest(3)
    void from_however_many_threads_answers_come_the_places_told_have_nothing_unanswered_before_them() {
        int count = 50_000;
        AtomicIntegerArray answered = new AtomicIntegerArray(count + 1);
        List<Integer> begun = new ArrayList<>();
        Share small = new InFlightBudget(97, Long.MAX_VALUE).open();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                int number = number(record);
                begun.add(number);
                Mono<Void> answer = Mono.fromRunnable(() -> answered.set(number, 1));
                return switch (ThreadLocalRandom.current().nextInt(3)) {
                    case 0 -> answer;
                    case 1 -> answer.subscribeOn(Schedulers.parallel());
                    default -> answer.delaySubscription(Duration.ofNanos(number % 1_000), Schedulers.single());
                };
            }
        };
        AtomicInteger passed = new AtomicInteger();
        Flux<StreamRecord> feed =
                Flux.range(1, count).<StreamRecord>map(Changes::changed).publishOn(Schedulers.boundedElastic());

        StepVerifier.create(carry(feed, tasks, small, OverflowStrategy.BUFFER).doOnNext(upTo -> {
                    int number = Integer.parseInt(upTo.text());
                    assertThat(IntStream.rangeClosed(passed.get() + 1, number).allMatch(one -> answered.get(one) == 1))
                            .isTrue();
                    passed.set(number);
                }))
                .thenConsumeWhile(upTo -> true)
                .verifyComplete();
        assertThat(passed).hasValue(count);
        assertThat(begun).hasSize(count).isSorted();
        assertThat(tasks.carried).hasSize(count).isSorted();
    }

    @Test
    void a_carrier_that_is_left_begins_nothing_more_and_cancels_what_is_on_its_way() {
        AtomicInteger cancelled = new AtomicInteger();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                return Mono.<Void>never().doOnCancel(cancelled::incrementAndGet);
            }
        };
        Disposable carrying = carry(records.flux(), tasks).subscribe();
        records.next(changed(1), changed(2));
        carrying.dispose();
        assertThat(cancelled).hasValue(2);
        records.assertCancelled();
    }

    @Test
    void an_answer_that_comes_after_a_failure_changes_nothing() {
        List<MonoSink<Void>> answers = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        List<SequenceNumber> told = new ArrayList<>();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                return Mono.create(answers::add);
            }
        };
        carry(records.flux(), tasks).subscribe(told::add, failures::add);
        records.next(changed(1), changed(2));
        answers.get(1).error(new PublishingFailedException("broker gone", null));
        answers.get(0).success();
        assertThat(failures).singleElement().isInstanceOf(PublishingFailedException.class);
        assertThat(told).isEmpty();
        assertThat(tasks.carried).isEmpty();
    }

    @Test
    void a_record_that_fails_at_once_is_followed_by_none_of_those_that_are_there_already() {
        List<Integer> begun = new ArrayList<>();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                begun.add(number(record));
                return number(record) == 2 ? Mono.error(new PublishingFailedException("full", null)) : Mono.never();
            }
        };
        StepVerifier.create(carry(Flux.range(1, 10).map(Changes::changed), tasks))
                .verifyError(PublishingFailedException.class);
        assertThat(begun).containsExactly(1, 2);
    }

    @Test
    void what_is_thrown_instead_of_signalled_fails_the_shard_too() {
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                throw new IllegalStateException("a bug");
            }
        };
        StepVerifier.create(carry(Flux.just(changed(1)), tasks)).verifyError(IllegalStateException.class);
    }

    @Test
    void a_source_that_emits_more_than_was_requested_fails_the_shard() {
        TestPublisher<StreamRecord> unruly = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        Share none = new InFlightBudget(1, 1).open();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> carry(Changed record, Seen item) {
                return Mono.never();
            }
        };
        StepVerifier.create(carry(unruly.flux(), tasks, none, OverflowStrategy.LATEST))
                .then(() ->
                        IntStream.rangeClosed(1, MORE_THAN_REQUESTED).forEach(number -> unruly.next(changed(number))))
                .verifyError(IllegalStateException.class);
    }

    @Test
    void after_a_loss_nothing_is_begun_until_it_is_repaired_and_what_came_before_is_told() {
        Sinks.Empty<Void> repaired = Sinks.empty();
        List<SequenceNumber> told = new ArrayList<>();
        Tasks tasks = new Tasks() {
            @Override
            public Mono<Void> repair(Trimmed loss) {
                return repaired.asMono();
            }
        };
        carry(records.flux(), tasks).subscribe(told::add);
        records.next(changed(1), new Trimmed(Instant.EPOCH), changed(2));
        assertThat(told).containsExactly(place(1));
        repaired.tryEmitEmpty();
        assertThat(told).containsExactly(place(1), place(2));
    }

    private Flux<SequenceNumber> carry(Flux<? extends StreamRecord> feed, Tasks tasks) {
        return carry(feed, tasks, share, OverflowStrategy.BUFFER);
    }

    private static Flux<SequenceNumber> carry(
            Flux<? extends StreamRecord> feed, Tasks tasks, Share share, OverflowStrategy overflow) {
        return Flux.create(
                places -> {
                    ShardCarrier carrier = new ShardCarrier(tasks, share, places, HANDOVER);
                    places.onDispose(carrier::leave);
                    feed.cast(StreamRecord.class).subscribe(carrier);
                },
                overflow);
    }

    private static int number(StreamRecord record) {
        return Integer.parseInt(record.at().text());
    }

    /** Everything is carried as soon as it is begun. */
    private static class Tasks implements ShardCarrier.Tasks {

        final List<Integer> carried = new ArrayList<>();

        @Override
        public void read(StreamRecord record) {}

        @Override
        public Mono<Void> repair(Trimmed loss) {
            return Mono.empty();
        }

        @Override
        public Seen item(Changed record) {
            return new Seen(0);
        }

        @Override
        public Mono<Void> carry(Changed record, Seen item) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return Mono.empty();
        }

        @Override
        public void carried(StreamRecord record) {
            if (record.isPlace()) {
                carried.add(number(record));
            }
        }
    }
}
