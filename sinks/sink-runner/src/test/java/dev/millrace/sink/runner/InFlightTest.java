/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class InFlightTest {

    private final InFlight inFlight = new InFlight(RunnerOptions.defaults().withMaxInFlight(3, 100));
    private final List<Delivery> entered = new ArrayList<>();

    @Test
    void lets_deliveries_in_until_their_bytes_reach_the_bound() {
        Delivery first = enter(99);
        Delivery second = enter(50);
        Delivery third = enter(1);

        assertThat(entered).containsExactly(first, second);
        inFlight.leave(first);
        assertThat(entered).containsExactly(first, second, third);
    }

    @Test
    void a_delivery_larger_than_the_bound_enters_alone() {
        Delivery small = enter(1);
        Delivery huge = enter(1000);
        Delivery next = enter(1);

        assertThat(entered).containsExactly(small, huge);
        inFlight.leave(small);
        assertThat(entered).doesNotContain(next);
        inFlight.leave(huge);
        assertThat(entered).containsExactly(small, huge, next);
    }

    @Test
    void lets_deliveries_in_until_there_are_as_many_as_may_be() {
        Delivery first = enter(1);
        enter(1);
        enter(1);
        Delivery fourth = enter(1);

        assertThat(entered).hasSize(3);
        inFlight.leave(first);
        assertThat(entered).hasSize(4).endsWith(fourth);
    }

    @Test
    void a_closed_door_lets_nobody_in_and_says_when_the_last_one_has_left() {
        Delivery first = enter(1);
        Delivery second = enter(1);

        StepVerifier.create(inFlight.close())
                .then(() -> enter(1))
                .then(() -> inFlight.leave(first))
                .expectNoEvent(Duration.ofMillis(1))
                .then(() -> inFlight.leave(second))
                .verifyComplete();
        assertThat(entered).containsExactly(first, second);
    }

    @Test
    void whoever_waits_when_the_door_closes_does_not_enter() {
        Delivery first = enter(100);
        enter(1);

        StepVerifier.create(inFlight.close()).then(() -> inFlight.leave(first)).verifyComplete();
        assertThat(entered).containsExactly(first);
    }

    @Test
    void an_empty_room_closes_at_once() {
        StepVerifier.create(inFlight.close()).verifyComplete();
    }

    /** Two threads that request at once both take it. */
    @Test
    void entering_is_no_scalar_for_which_concatMap_has_a_short_cut() {
        assertThat(inFlight.enter(delivery(1))).isNotInstanceOf(Callable.class);
    }

    private Delivery enter(int bytes) {
        Delivery delivery = delivery(bytes);
        inFlight.enter(delivery).subscribe(entered::add);
        return delivery;
    }

    private static Delivery delivery(int bytes) {
        return new ListSource()
                .add(new Delivery.Decoded(change("A", 1)), bytes)
                .deliveries
                .get(0);
    }
}
