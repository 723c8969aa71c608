/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LeasesTest {

    private static final ShardLease LEASE = new ShardLease("order", "shardId-1", "worker-1", "49", null);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void however_many_ask_the_tables_are_read_once_in_ten_seconds() {
        Leases leases = new Leases(counted(Flux.just(LEASE)), time);
        emits(leases, List.of(LEASE));
        time.advanceTimeBy(Duration.ofSeconds(9));
        emits(leases, List.of(LEASE));
        assertThat(asked).hasValue(1);
        time.advanceTimeBy(Duration.ofSeconds(2));
        emits(leases, List.of(LEASE));
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_failure_is_not_remembered() {
        Leases leases = new Leases(
                counted(Flux.defer(() -> asked.get() == 1
                        ? Flux.error(new StoreUnavailableException("no answer", new IllegalStateException()))
                        : Flux.just(LEASE))),
                time);
        StepVerifier.create(leases.read())
                .expectError(StoreUnavailableException.class)
                .verify(Duration.ofSeconds(30));
        emits(leases, List.of(LEASE));
    }

    @Test
    void of_very_many_the_first_thousand_are_enough() {
        Leases leases = new Leases(Flux.just(LEASE).repeat(), time);
        assertThat(leases.read().block(Duration.ofSeconds(30))).hasSize(1000);
    }

    private Flux<ShardLease> counted(Flux<ShardLease> question) {
        return Flux.defer(() -> {
            asked.incrementAndGet();
            return question;
        });
    }

    private static void emits(Leases leases, List<ShardLease> expected) {
        StepVerifier.create(leases.read()).expectNext(expected).verifyComplete();
    }
}
