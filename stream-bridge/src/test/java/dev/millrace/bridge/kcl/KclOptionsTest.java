/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KclOptionsTest {

    @Test
    void values_that_cannot_work_are_refused() {
        KclOptions options = KclOptions.aws();
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> options.withWorkerId(" "));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> options.withIdle(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> options.withIdle(Duration.ofSeconds(1), Duration.ZERO));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> options.withFailover(Duration.ofSeconds(-1)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> options.withMaxShards(0));
    }

    @Test
    void the_defaults_for_aws_respect_its_limits() {
        KclOptions options = KclOptions.aws();
        assertThat(options.idle()).as("five reads a second and shard").isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(options.failover()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void two_workers_have_different_names() {
        assertThat(KclOptions.aws().workerId()).isNotEqualTo(KclOptions.aws().workerId());
    }

    @Test
    void looks_for_leases_that_nobody_renews_are_at_most_a_second_apart() {
        assertThat(KclOptions.aws().withFailover(Duration.ofMinutes(1)).betweenLooks(4))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(KclOptions.aws().withFailover(Duration.ofSeconds(2)).betweenLooks(4))
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_leader_knows_a_worker_as_dead_before_it_hands_out_what_that_one_left() {
        KclOptions options = KclOptions.aws();
        Duration silentUntilDead = options.betweenReports().multipliedBy(2).plusSeconds(1);
        assertThat(silentUntilDead).isLessThan(options.failover());
    }
}
