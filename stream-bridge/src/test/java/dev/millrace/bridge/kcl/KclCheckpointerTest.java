/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static dev.millrace.bridge.Changes.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.LeaseLostException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Timeout(20)
class KclCheckpointerTest {

    private final FakeCheckpointer leases = new FakeCheckpointer();
    private final KclCheckpointer checkpointer =
            new KclCheckpointer(ShardId.of("shard-1"), Schedulers.boundedElastic(), new NoNotes());

    @BeforeEach
    void lease() {
        checkpointer.saveTo(leases);
    }

    @Test
    void a_place_is_saved_under_its_own_number_and_the_end_of_a_shard_as_such() {
        checkpointer
                .save(place(7))
                .then(checkpointer.save(SequenceNumber.SHARD_END))
                .block();
        assertThat(leases.saved).containsExactly("7", FakeCheckpointer.END);
    }

    @Test
    void nothing_is_saved_before_subscription() {
        checkpointer.save(place(7));
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void a_save_that_is_throttled_is_tried_again() {
        leases.throttledOnce();
        StepVerifier.create(checkpointer.save(place(7))).verifyComplete();
        assertThat(leases.saved).containsExactly("7");
    }

    @Test
    void a_save_that_finds_the_lease_lost_fails_and_so_do_all_after_it() {
        leases.loseLease();
        StepVerifier.create(checkpointer.save(place(7))).verifyError(LeaseLostException.class);
        StepVerifier.create(checkpointer.save(place(8))).verifyError(LeaseLostException.class);
        assertThat(leases.saved).isEmpty();
    }

    @Test
    void whoever_waits_for_a_save_goes_when_nothing_will_be_saved_any_more() throws InterruptedException {
        checkpointer.begin();
        checkpointer.passed(place(7));
        checkpointer.giveUp();
        checkpointer.awaitDrained();
        assertThat(leases.saved).isEmpty();
    }
}
