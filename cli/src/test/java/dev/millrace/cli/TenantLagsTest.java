/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.kafka.SinkBacklog;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantLagsTest {

    private final Map<Tenant, OfTenant> tenants = Map.of(
            Tenant.of("acme"), new OfTenant(1_200, Instant.EPOCH),
            Tenant.of("globex"), new OfTenant(3, Instant.EPOCH),
            Tenant.of("initech"), new OfTenant(2, Instant.EPOCH));

    @Test
    void the_largest_are_named_and_the_others_summed_up() {
        TenantLags lags = new TenantLags(new SinkBacklog(tenants, 0, 1_205, 1_205), 1);

        assertThat(lags.lines())
                .containsExactly("  tenant acme  lag 1,200  oldest 1970-01-01T00:00:00Z", "  2 other tenants  lag 5");
    }

    @Test
    void a_part_is_said_to_be_one() {
        TenantLags lags = new TenantLags(new SinkBacklog(tenants, 0, 1_205, 90_000), 3);

        assertThat(lags.lines()).hasSize(4).last().isEqualTo("  by tenant of the 1,205 that wait longest");
        assertThat(json(lags).path("byTenantOf").asLong()).isEqualTo(1_205);
        assertThat(json(lags).path("tenants")).hasSize(3);
        assertThat(json(lags).path("otherTenants").path("lag").asLong()).isZero();
    }

    @Test
    void a_sink_with_nothing_to_take_has_no_tenants() {
        TenantLags lags = new TenantLags(new SinkBacklog(Map.of(), 0, 0, 0), 3);

        assertThat(lags.lines()).isEmpty();
        assertThat(json(lags).path("tenants").isEmpty()).isTrue();
        assertThat(json(TenantLags.notAskedFor())).isEmpty();
    }

    private static ObjectNode json(TenantLags lags) {
        ObjectNode sink = JsonMapper.builder().build().createObjectNode();
        lags.addTo(sink);
        return sink;
    }
}
