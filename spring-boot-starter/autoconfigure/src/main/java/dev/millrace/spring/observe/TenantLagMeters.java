/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The meters of how far one sink is behind for the tenants that were named: two for each. */
final class TenantLagMeters {

    private static final double MILLIS = 1_000;

    private final MultiGauge behind;
    private final MultiGauge age;
    private final Clock clock;

    TenantLagMeters(ModuleId module, SinkName sink, MeterRegistry registry, Clock clock) {
        Tags tags = Tags.of("millrace.module", module.module(), "millrace.sink", sink.text());
        this.behind =
                MultiGauge.builder("millrace.sink.tenant.behind").tags(tags).register(registry);
        this.age = MultiGauge.builder("millrace.sink.tenant.age")
                .tags(tags)
                .baseUnit("seconds")
                .register(registry);
        this.clock = clock;
    }

    void measured(Map<Tenant, OfTenant> backlog) {
        register(behind, backlog, OfTenant::changes);
        register(age, backlog, this::age);
    }

    private double age(OfTenant part) {
        return part.changes() == 0
                ? 0
                : Math.max(0, Duration.between(part.oldest(), clock.instant()).toMillis() / MILLIS);
    }

    private static void register(MultiGauge gauge, Map<Tenant, OfTenant> backlog, ToDoubleFunction<OfTenant> value) {
        gauge.register(
                backlog.entrySet().stream()
                        .map(part -> MultiGauge.Row.of(
                                Tags.of("millrace.tenant", part.getKey().code()), value.applyAsDouble(part.getValue())))
                        .collect(Collectors.toList()),
                true);
    }
}
