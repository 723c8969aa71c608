/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.item.Tenant;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.SinkControl;
import dev.millrace.sink.runner.SinkListener;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.sink.runner.kafka.SinkBacklog;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import dev.millrace.sink.runner.kafka.SinkPositions;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import dev.millrace.spring.Start;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Puts runners together: one for each sink that is to be fed. */
final class SinkAssembly {

    private final KafkaClients clients;
    private final LagQuestions lagQuestions;
    private final Observers observers;
    private final Clock clock;

    /**
     * What Kafka is asked of each sink.
     *
     * @param interval how often; zero for never
     * @param tenants whose part of it, too; none of them for nobody's
     * @param sample how many changes are looked at for that
     */
    record LagQuestions(Duration interval, List<Tenant> tenants, int sample) {}

    /**
     * The beans that have a say in, or are told of, what runners do.
     *
     * @param customizers who wrap the sinks
     * @param listeners who listen to runners
     * @param lagListeners who are told how far sinks are behind
     */
    record Observers(
            List<SinkCustomizer> customizers, List<SinkListenerFactory> listeners, List<SinkLagListener> lagListeners) {

        static Observers of(
                ObjectProvider<SinkCustomizer> customizers,
                ObjectProvider<SinkListenerFactory> listeners,
                ObjectProvider<SinkLagListener> lagListeners) {
            return new Observers(
                    customizers.orderedStream().toList(),
                    listeners.orderedStream().toList(),
                    lagListeners.orderedStream().toList());
        }
    }

    SinkAssembly(KafkaClients clients, LagQuestions lagQuestions, Observers observers, Clock clock) {
        this.clients = clients;
        this.lagQuestions = lagQuestions;
        this.observers = observers;
        this.clock = clock;
    }

    Workers workers(List<FedSink> sinks) {
        return new Workers(Start.SINKS, sinks.stream().map(this::worker).toList());
    }

    private Worker worker(FedSink fed) {
        WorkerProgress progress =
                new WorkerProgress(fed.sink().name().text(), fed.id().module(), clock);
        KafkaRoadOptions options = KafkaRoadOptions.defaults().withClientProperties(clients.extra());
        KafkaRoad road =
                KafkaRoad.of(clients.bootstrapServers(), fed.id(), fed.sink().name(), options);
        SinkControl control = SinkControl.create();
        SinkRunner runner = SinkRunner.of(customized(fed), road.source(), road.deadLetters())
                .withOptions(fed.options())
                .withParking(fed.module().tables().parkedChanges(), fed.id())
                .withControl(control)
                .withListener(listener(fed, progress));
        SinkLag lag = lag(fed, road.positions());
        return new Worker(
                stop -> lag.during(runner.runUntil(stop)),
                progress,
                new SinkGauge(control, control::status, road::isStalled, lag),
                road::close);
    }

    private ChangeSink customized(FedSink fed) {
        ChangeSink sink = fed.sink();
        for (SinkCustomizer customizer : observers.customizers()) {
            sink = customizer.customize(fed.id(), sink);
        }
        return sink;
    }

    private SinkListener listener(FedSink fed, WorkerProgress progress) {
        List<SinkListener> all = new ArrayList<>();
        all.add(new SinkWatch(progress));
        observers
                .listeners()
                .forEach(factory -> all.add(factory.create(fed.id(), fed.sink().name())));
        return new AllSinkListeners(List.copyOf(all));
    }

    private SinkLag lag(FedSink fed, SinkPositions positions) {
        Mono<Map<Tenant, OfTenant>> byTenant = lagQuestions.tenants().isEmpty()
                ? Mono.empty()
                : positions.backlog(lagQuestions.sample()).map(this::ofTenants);
        SinkLag.Questions questions = new SinkLag.Questions(positions.read().map(SinkAssembly::behind), byTenant);
        List<SinkLagListener.ForSink> listeners = observers.lagListeners().stream()
                .map(listener -> listener.create(fed.id(), fed.sink().name()))
                .toList();
        return new SinkLag(questions, lagQuestions.interval(), Schedulers.parallel(), listeners);
    }

    private Map<Tenant, OfTenant> ofTenants(SinkBacklog backlog) {
        return lagQuestions.tenants().stream().collect(Collectors.toMap(Function.identity(), backlog::of));
    }

    private static Map<Integer, Long> behind(List<PartitionPosition> positions) {
        return positions.stream().collect(Collectors.toMap(PartitionPosition::partition, PartitionPosition::lag));
    }
}
