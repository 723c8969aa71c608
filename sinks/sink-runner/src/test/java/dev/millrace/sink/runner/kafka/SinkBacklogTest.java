/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkBacklogTest {

    private static final Tenant ACME = Tenant.of("acme");
    private static final Tenant GLOBEX = Tenant.of("globex");
    private static final Tenant INITECH = Tenant.of("initech");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final SinkBacklog backlog = new SinkBacklog(
            Map.of(
                    ACME,
                    new OfTenant(2, NOON),
                    GLOBEX,
                    new OfTenant(7, NOON),
                    INITECH,
                    new OfTenant(2, NOON.minusSeconds(1))),
            0,
            11,
            11);

    @Test
    void those_with_most_changes_come_first_and_of_equals_those_that_wait_longest() {
        assertThat(backlog.largest(2)).containsExactly(GLOBEX, INITECH);
        assertThat(backlog.largest(9)).containsExactly(GLOBEX, INITECH, ACME);
    }

    @Test
    void a_tenant_that_was_not_found_has_no_changes() {
        assertThat(backlog.of(ACME).changes()).isEqualTo(2);
        assertThat(backlog.of(Tenant.of("hooli")).changes()).isZero();
    }

    @Test
    void it_is_whole_when_all_that_is_behind_was_read() {
        assertThat(backlog.isWhole()).isTrue();
        assertThat(new SinkBacklog(Map.of(), 0, 11, 12).isWhole()).isFalse();
    }

    @Test
    void of_two_changes_the_older_one_counts_for_the_age() {
        OfTenant both =
                OfTenant.one(NOON).and(OfTenant.one(NOON.minusSeconds(5))).and(OfTenant.one(NOON));

        assertThat(both).isEqualTo(new OfTenant(3, NOON.minusSeconds(5)));
    }
}
