/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A hundred thousand random steps of several services over one faulty log do nothing that the model does not allow. */
class WriteSideModelTest {

    private static final System.Logger LOG = System.getLogger(WriteSideModelTest.class.getName());
    private static final int STEPS = 10_000;

    @BeforeAll
    static void stop_the_clock() {
        VirtualTimeScheduler.getOrSet();
    }

    @AfterAll
    static void start_the_clock() {
        VirtualTimeScheduler.reset();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void a_known_seed_gives_no_violation(long seed) {
        run(seed);
    }

    @Test
    void a_fresh_seed_gives_no_violation() {
        run(System.nanoTime());
    }

    private static void run(long seed) {
        LOG.log(System.Logger.Level.INFO, "{0} steps from seed {1}", STEPS, Long.toString(seed));
        ModelRun.of(InMemoryWriteSide.sound(), seed, STEPS);
    }
}
