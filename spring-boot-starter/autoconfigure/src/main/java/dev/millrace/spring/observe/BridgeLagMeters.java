/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;

/** The meters of how far bridges are behind. */
final class BridgeLagMeters implements MeterBinder {

    private static final String BRIDGE = "bridge";
    private static final double MILLIS = 1_000;

    private final ObjectProvider<Workers> workers;

    BridgeLagMeters(ObjectProvider<Workers> workers) {
        this.workers = workers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        workers.orderedStream().forEach(group -> group.statuses().stream()
                .filter(status -> status.worker().equals(BRIDGE))
                .map(WorkerStatus::module)
                .forEach(module -> register(module, () -> seconds(group, module), registry)));
    }

    private static void register(String module, Supplier<Number> seconds, MeterRegistry registry) {
        TimeGauge.builder("millrace.bridge.behind", seconds, TimeUnit.SECONDS)
                .tag("millrace.module", module)
                .register(registry);
    }

    private static double seconds(Workers group, String module) {
        return group.statuses().stream()
                .filter(status ->
                        status.worker().equals(BRIDGE) && status.module().equals(module))
                .map(WorkerStatus::lag)
                .mapToDouble(lag -> lag == null ? Double.NaN : lag.toMillis() / MILLIS)
                .findFirst()
                .orElse(Double.NaN);
    }
}
