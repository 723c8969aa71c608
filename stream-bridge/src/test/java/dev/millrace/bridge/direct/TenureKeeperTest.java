/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Taking a stream while who reads it changes under one's hands. */
class TenureKeeperTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DirectOptions OPTIONS = DirectOptions.local().withFailover(Duration.ofMillis(10));

    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final long before = keeper("first").begin().block(PATIENCE);

    private TenureKeeper keeper(String worker) {
        return new TenureKeeper(store, "stream", OPTIONS.withWorkerId(worker), Schedulers.parallel());
    }

    @Test
    void a_worker_of_the_same_name_that_leaves_between_look_and_take_is_succeeded() {
        store.beforeNextTake(store.release(before));
        begins("first");
    }

    @Test
    void a_worker_of_the_same_name_that_shows_a_sign_of_life_between_look_and_take_is_succeeded() {
        store.beforeNextTake(store.beat(before));
        begins("first");
    }

    @Test
    void a_silent_worker_that_leaves_between_look_and_take_is_succeeded() {
        store.beforeNextTake(store.release(before));
        begins("second");
    }

    private void begins(String worker) {
        StepVerifier.create(keeper(worker).begin())
                .expectNext(before + 1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void a_silent_worker_that_shows_a_sign_of_life_between_look_and_take_keeps_the_stream() {
        store.beforeNextTake(store.beat(before));
        StepVerifier.create(keeper("second").begin())
                .expectError(StreamTakenException.class)
                .verify(PATIENCE);
    }
}
