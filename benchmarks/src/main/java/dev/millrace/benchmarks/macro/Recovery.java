/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.bridge.kcl.KclOptions.Assignment;
import java.util.ArrayList;
import java.util.List;

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
        List<Figure> figures = new ArrayList<>();
        for (Assignment by : assignments) {
            figures.addAll(new KilledWorkers(bench, by, bench.effort().of(DEATHS)).figures());
        }
        figures.addAll(new SinkOutage(bench).figures());
        return figures;
    }
}
