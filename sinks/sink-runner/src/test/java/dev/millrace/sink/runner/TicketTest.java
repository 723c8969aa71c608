/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TicketTest {

    private final Delivery delivery = ListSource.of(change("A", 1)).deliveries.get(0);
    private final List<Ticket> entered = new ArrayList<>();
    private final Lane lane = new Lane(RunnerOptions.defaults(), batch -> {
        entered.addAll(batch);
        return Mono.never();
    });
    private final Ticket ticket = new Ticket(delivery, lane);

    @Test
    void enters_its_lane_when_subscribed_and_answers_when_done() {
        StepVerifier.create(ticket)
                .then(() -> entered.get(0).done())
                .expectNext(delivery)
                .verifyComplete();
    }

    @Test
    void that_is_done_early_answers_when_asked() {
        StepVerifier.create(ticket, 0)
                .then(ticket::done)
                .expectNoEvent(Duration.ofMillis(1))
                .thenRequest(1)
                .expectNext(delivery)
                .verifyComplete();
    }

    @Test
    void answers_once() {
        StepVerifier.create(ticket)
                .then(ticket::done)
                .then(ticket::done)
                .then(() -> ticket.fail(new IllegalStateException("too late")))
                .expectNext(delivery)
                .verifyComplete();
    }

    @Test
    void that_fails_says_so() {
        StepVerifier.create(ticket)
                .then(() -> ticket.fail(new IllegalStateException("a bug")))
                .verifyErrorMessage("a bug");
    }

    @Test
    void that_is_cancelled_does_not_answer() {
        StepVerifier.create(ticket).thenCancel().verify();

        ticket.done();
        ticket.fail(new IllegalStateException("nobody hears of it"));
    }
}
