/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.WorkerStatus.State;
import dev.millrace.spring.worker.Workers;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * In service: changes flow, or somebody has stopped or paused them. Not what a probe should ask: what it tells of, a
 * restart does not mend.
 */
final class FlowHealth implements ReactiveHealthIndicator {

    private static final Set<State> WELL = EnumSet.of(State.RUNNING, State.PAUSED, State.STOPPED);

    private final List<Workers> workers;

    FlowHealth(List<Workers> workers) {
        this.workers = List.copyOf(workers);
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> {
            List<WorkerStatus> statuses =
                    workers.stream().flatMap(group -> group.statuses().stream()).toList();
            boolean well = statuses.stream().allMatch(status -> WELL.contains(status.state()));
            Health.Builder health = well ? Health.up() : Health.outOfService();
            statuses.forEach(status -> health.withDetail(status.module() + "/" + status.worker(), detail(status)));
            return health.build();
        });
    }

    private static Map<String, Object> detail(WorkerStatus status) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("state", status.state());
        detail.put("parked", status.parked());
        if (status.lag() != null) {
            detail.put("lag", status.lag());
        }
        if (!status.behind().isEmpty()) {
            detail.put(
                    "behind",
                    status.behind().values().stream().mapToLong(Long::longValue).sum());
        }
        return detail;
    }
}
