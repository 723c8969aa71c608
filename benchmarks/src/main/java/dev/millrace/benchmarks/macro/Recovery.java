/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.bridge.kcl.KclOptions.Assignment;
import java.util.List;
import java.util.stream.Stream;

/** B15: what do a killed worker and an unreachable sink do to everybody else? */
final class Recovery implements Question {

    private static final int DEATHS = 3;

    @Override
    public String name() {
        return "B15";
    }

    @Override
    public String asks() {
        return "How soon does another worker take over from a killed one, and what do sinks notice of another's outage?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        List<Assignment> assignments =
                bench.isFull() ? List.of(Assignment.LEADER, Assignment.EACH_WORKER) : List.of(Assignment.EACH_WORKER);
        Stream<Figure> killed = assignments.stream()
                .flatMap(by -> new KilledWorkers(bench, by, bench.effort().of(DEATHS)).figures().stream());
        return Stream.concat(killed, new SinkOutage(bench).figures().stream()).toList();
    }
}
