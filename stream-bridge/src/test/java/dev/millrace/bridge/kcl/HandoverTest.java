/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static dev.millrace.bridge.Changes.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.Changes;
import dev.millrace.bridge.StreamRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

@Timeout(20)
class HandoverTest {

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Handover handover = new Handover(() -> cancelled.set(true));
    private final List<StreamRecord> received = new CopyOnWriteArrayList<>();

    @Test
    void the_giver_waits_for_a_subscriber_and_then_for_each_request() {
        Giver giver = new Giver(changed(1), changed(2), changed(3));
        giver.awaitParked();
        Reader reader = new Reader();
        handover.records().subscribe(reader);
        giver.awaitParked();
        assertThat(received).isEmpty();

        reader.request(2);
        await().until(() -> received.size() == 2);
        giver.awaitParked();
        reader.request(1);
        assertThat(giver.given.join()).isEqualTo(3);
        assertThat(received).containsExactly(changed(1), changed(2), changed(3));
    }

    @Test
    void a_giver_that_waits_goes_when_the_subscriber_cancels() {
        Reader reader = new Reader();
        handover.records().subscribe(reader);
        Giver giver = new Giver(changed(1));
        giver.awaitParked();

        reader.cancel();
        assertThat(giver.given.join()).isZero();
        assertThat(cancelled).isTrue();
    }

    @Test
    void a_giver_that_waits_goes_when_the_handover_is_closed_and_the_subscriber_hears_nothing_yet() {
        Reader reader = new Reader();
        handover.records().subscribe(reader);
        Giver giver = new Giver(changed(1));
        giver.awaitParked();

        handover.close();
        assertThat(giver.given.join()).isZero();
        assertThat(reader.isDisposed()).isFalse();
        reader.request(1);
        assertThat(handover.give(changed(1))).as("closed is closed").isFalse();
        handover.complete();
        assertThat(reader.isDisposed()).isTrue();
    }

    @Test
    void a_giver_that_waits_goes_when_it_is_interrupted() {
        Giver giver = new Giver(changed(1));
        giver.awaitParked();
        giver.interrupt();
        assertThat(giver.given.join()).isZero();
    }

    @Test
    void an_end_that_came_before_the_subscriber_is_not_lost() {
        handover.fail(new IllegalStateException("gone"));
        StepVerifier.create(handover.records()).verifyError(IllegalStateException.class);
    }

    @Test
    void thousands_of_records_pass_in_order_however_they_are_requested() {
        Giver giver = new Giver(Changes.records(IntStream.rangeClosed(1, 5_000).toArray())
                .toStream()
                .toArray(StreamRecord[]::new));
        StepVerifier.create(handover.records()
                        .limitRate(7)
                        .map(StreamRecord::at)
                        .take(5_000)
                        .count())
                .expectNext(5_000L)
                .verifyComplete();
        assertThat(giver.given.join()).isEqualTo(5_000);
    }

    private final class Reader extends BaseSubscriber<StreamRecord> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // requests only what the test says
        }

        @Override
        protected void hookOnNext(StreamRecord record) {
            received.add(record);
        }
    }

    private final class Giver {

        private final CompletableFuture<Integer> given = new CompletableFuture<>();
        private final Thread thread;

        private Giver(StreamRecord... records) {
            thread = new Thread(() -> giveAll(records), "giver");
            thread.setDaemon(true);
            thread.start();
        }

        private void giveAll(StreamRecord... records) {
            int count = 0;
            while (count < records.length && handover.give(records[count])) {
                count++;
            }
            given.complete(count);
        }

        private void awaitParked() {
            await().until(() -> thread.getState() == Thread.State.WAITING);
        }

        private void interrupt() {
            thread.interrupt();
        }
    }
}
