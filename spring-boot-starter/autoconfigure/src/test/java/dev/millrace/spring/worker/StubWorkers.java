/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Workers that say of themselves what a test wants. */
public final class StubWorkers {

    private StubWorkers() {}

    /** One worker of the module {@code order} that runs, and shows that state. */
    public static Workers showing(String name, WorkerStatus.State state) {
        WorkerProgress progress = new WorkerProgress(name, "order", Clock.systemUTC());
        Gauge gauge = told -> told.withState(state).withBehind(Map.of(0, 3L, 1, 4L));
        Workers workers = new Workers(0, List.of(new Worker(stop -> Mono.never(), progress, gauge, () -> {})));
        workers.start();
        return workers;
    }
}
