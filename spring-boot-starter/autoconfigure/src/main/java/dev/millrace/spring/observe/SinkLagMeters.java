/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import dev.millrace.spring.worker.SinkLagListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;

/** The meters of how far one sink is behind: one for each partition. */
final class SinkLagMeters implements SinkLagListener.ForSink {

    private final MultiGauge behind;
    private final TenantLagMeters byTenant;

    SinkLagMeters(ModuleId module, SinkName sink, MeterRegistry registry, Clock clock) {
        this.behind = MultiGauge.builder("millrace.sink.behind")
                .tags("millrace.module", module.module(), "millrace.sink", sink.text())
                .register(registry);
        this.byTenant = new TenantLagMeters(module, sink, registry, clock);
    }

    @Override
    public void measured(Map<Integer, Long> changes) {
        behind.register(changes.entrySet().stream().map(SinkLagMeters::row).collect(Collectors.toList()), true);
    }

    @Override
    public void measuredByTenant(Map<Tenant, OfTenant> changes) {
        byTenant.measured(changes);
    }

    private static MultiGauge.Row<Number> row(Map.Entry<Integer, Long> partition) {
        Tags tags = Tags.of("millrace.partition", Integer.toString(partition.getKey()));
        return MultiGauge.Row.of(tags, partition.getValue());
    }
}
