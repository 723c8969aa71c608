/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkListener;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.spring.KnownSink;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.SinkSettings;
import dev.millrace.spring.Start;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Puts the runners together that the settings describe: one for each sink that is to be fed. */
final class SinkAssembly {

    private final KafkaClients clients;
    private final List<SinkCustomizer> customizers;
    private final List<SinkListenerFactory> listeners;
    private final Clock clock;

    SinkAssembly(
            KafkaClients clients, List<SinkCustomizer> customizers, List<SinkListenerFactory> listeners, Clock clock) {
        this.clients = clients;
        this.customizers = customizers;
        this.listeners = listeners;
        this.clock = clock;
    }

    Workers workers(MillraceModules modules) {
        return new Workers(
                Start.SINKS,
                modules.all().stream()
                        .flatMap(module -> module.sinks().stream())
                        .filter(known -> known.settings().run())
                        .map(this::worker)
                        .toList());
    }

    private Worker worker(KnownSink known) {
        ChangeSink sink = customized(known);
        WorkerProgress progress =
                new WorkerProgress(sink.name().text(), known.module().module(), clock);
        KafkaRoad road = KafkaRoad.of(
                clients.bootstrapServers(),
                known.module(),
                sink.name(),
                KafkaRoadOptions.defaults().withClientProperties(clients.extra()));
        SinkRunner runner = SinkRunner.of(sink, road.source(), road.deadLetters())
                .withOptions(options(known.settings()))
                .withListener(listener(known, progress));
        return new Worker(runner::runUntil, progress, road::close);
    }

    private ChangeSink customized(KnownSink known) {
        ChangeSink sink = known.sink();
        for (SinkCustomizer customizer : customizers) {
            sink = customizer.customize(known.module(), sink);
        }
        return sink;
    }

    private SinkListener listener(KnownSink known, WorkerProgress progress) {
        List<SinkListener> all = new ArrayList<>();
        all.add(new SinkWatch(progress));
        listeners.forEach(
                factory -> all.add(factory.create(known.module(), known.sink().name())));
        return new AllSinkListeners(List.copyOf(all));
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
