/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.WorkerStatus.State;
import dev.millrace.spring.worker.Workers;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * Alive: no worker has failed for good, or is stuck: a restart mends both. An outage that workers wait out leaves the
 * process alive, and so does what only people mend.
 */
final class WorkersHealth implements ReactiveHealthIndicator {

    private static final Set<State> DEAD = EnumSet.of(State.FAILED, State.STUCK);

    private final List<Workers> workers;

    WorkersHealth(List<Workers> workers) {
        this.workers = List.copyOf(workers);
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> {
            List<WorkerStatus> statuses =
                    workers.stream().flatMap(group -> group.statuses().stream()).toList();
            boolean dead = statuses.stream().anyMatch(status -> DEAD.contains(status.state()));
            Health.Builder health = dead ? Health.down() : Health.up();
            statuses.forEach(status -> health.withDetail(status.module() + "/" + status.worker(), status.state()));
            return health.build();
        });
    }
}
