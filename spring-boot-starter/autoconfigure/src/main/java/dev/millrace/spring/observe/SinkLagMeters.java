/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.spring.worker.SinkLagListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.stream.Collectors;

/** The meters of how far one sink is behind: one for each partition. */
final class SinkLagMeters implements SinkLagListener.ForSink {

    private final MultiGauge behind;

    SinkLagMeters(ModuleId module, SinkName sink, MeterRegistry registry) {
        this.behind = MultiGauge.builder("millrace.sink.behind")
                .tags("millrace.module", module.module(), "millrace.sink", sink.text())
                .register(registry);
    }

    @Override
    public void measured(Map<Integer, Long> changes) {
        behind.register(changes.entrySet().stream().map(SinkLagMeters::row).collect(Collectors.toList()), true);
    }

    private static MultiGauge.Row<Number> row(Map.Entry<Integer, Long> partition) {
        Tags tags = Tags.of("millrace.partition", Integer.toString(partition.getKey()));
        return MultiGauge.Row.of(tags, partition.getValue());
    }
}
