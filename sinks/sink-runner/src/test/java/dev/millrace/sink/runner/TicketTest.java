/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
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
    void of_an_item_that_began_again_after_it_had_expired_is_newer_than_any_version_before() {
        Instant expiry = Instant.EPOCH.plusSeconds(60);
        Ticket old = ticket(9, Instant.EPOCH, expiry);
        Ticket reborn = ticket(1, expiry.plusSeconds(1), ItemContent.NEVER);

        assertThat(old.against(reborn)).isSameAs(reborn);
        assertThat(reborn.letGo()).isSameAs(old);
        assertThat(reborn.against(old)).isSameAs(reborn);
    }

    private Ticket ticket(long version, Instant createdAt, Instant expiresAt) {
        ItemContent content = ItemContent.of("A", Attributes.empty()).withExpiresAt(expiresAt);
        Audit audit = Audit.first(new Stamp(createdAt, "ada", ""));
        ItemState state = new ItemState(Changes.key("A"), Version.of(version), content, audit);
        ChangeRecord change = new ChangeRecord(state, CommandId.random(), Origin.UNKNOWN);
        return new Ticket(ListSource.of(change).deliveries.get(0), lane);
    }

    @Test
    void that_is_cancelled_does_not_answer() {
        StepVerifier.create(ticket).thenCancel().verify();

        ticket.done();
        ticket.fail(new IllegalStateException("nobody hears of it"));
    }
}
