/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.spring.KnownSink;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.SinkSettings;
import java.util.List;

/**
 * A sink that this application feeds.
 *
 * @param module with whose changes
 * @param sink the sink
 * @param options how it is run
 */
record FedSink(MillraceModule module, ChangeSink sink, RunnerOptions options) {

    ModuleId id() {
        return module.id();
    }

    /** Those that the settings name. */
    static List<FedSink> configured(MillraceModules modules) {
        return modules.all().stream()
                .flatMap(module -> module.sinks().stream()
                        .filter(known -> known.settings().run())
                        .map(known -> of(module, known)))
                .toList();
    }

    private static FedSink of(MillraceModule module, KnownSink known) {
        return new FedSink(module, known.sink(), options(known.settings()));
    }

    private static RunnerOptions options(SinkSettings settings) {
        return RunnerOptions.defaults()
                .withLanes(settings.lanes())
                .withMaxBatch(settings.maxBatch())
                .withCompaction(settings.compaction())
                .withMaxInFlight(
                        settings.maxInFlight(), settings.maxInFlightSize().toBytes())
                .withDrainTimeout(settings.drainTimeout());
    }
}
