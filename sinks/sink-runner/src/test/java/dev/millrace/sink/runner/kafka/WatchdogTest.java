/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

class WatchdogTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Watchdog watchdog = new Watchdog("group", PATIENCE, time);
    private final TestPublisher<String> records = TestPublisher.create();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private boolean behind = true;
    private final Flux<String> watched = Flux.defer(() -> {
                subscriptions.incrementAndGet();
                return watchdog.watch(records.flux(), Mono.fromSupplier(() -> behind));
            })
            .retryWhen(Retry.indefinitely());

    @AfterEach
    void stop() {
        time.dispose();
    }

    private void passes(int patiences) {
        time.advanceTimeBy(PATIENCE.multipliedBy(patiences));
    }

    @Test
    @DisplayName(
            "[I15] a consumer that gives nothing although there is something is subscribed to anew, once, then alarms")
    void a_consumer_that_stands_still_is_subscribed_to_anew_and_then_people_are_called() {
        watched.subscribe();

        passes(1);
        assertThat(subscriptions).hasValue(2);
        assertThat(watchdog.isAlarmed()).isFalse();

        passes(1);
        assertThat(watchdog.isAlarmed()).isTrue();
        passes(60);
        assertThat(subscriptions).as("no more than once").hasValue(2);

        records.next("moves again");
        assertThat(watchdog.isAlarmed()).isFalse();
        passes(2);
        assertThat(subscriptions).as("stands still again").hasValue(3);
    }

    @Test
    void a_consumer_that_has_nothing_to_give_is_idle_and_well() {
        behind = false;
        watched.subscribe();

        passes(100);

        assertThat(subscriptions).hasValue(1);
        assertThat(watchdog.isAlarmed()).isFalse();
    }

    @Test
    void a_consumer_that_gives_now_and_then_is_well() {
        watched.subscribe();

        for (int i = 0; i < 10; i++) {
            time.advanceTimeBy(PATIENCE.dividedBy(2));
            records.next("record");
        }

        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void a_consumer_that_nobody_asks_is_well() {
        BaseSubscriber<String> busy = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(1);
            }
        };
        watched.subscribe(busy);
        records.next("record");

        passes(100);
        assertThat(subscriptions).hasValue(1);

        busy.request(1);
        passes(2);
        assertThat(subscriptions).as("asked, and gives nothing").hasValue(2);
    }

    @Test
    void a_question_that_fails_is_no_reason_to_subscribe_anew() {
        Flux.defer(() -> {
                    subscriptions.incrementAndGet();
                    return watchdog.watch(records.flux(), Mono.error(new IllegalStateException("no broker")));
                })
                .retryWhen(Retry.indefinitely())
                .subscribe();

        passes(100);

        assertThat(subscriptions).hasValue(1);
    }
}
