/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.command.CommandService;
import dev.millrace.dynamodb.DynamoModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.Disposable;

/** B11: how long from a publish until Kafka has the change, and until each sink of the demo has it? */
final class Latency implements Question {

    private static final int COMMANDS = 1_500;
    private static final int WARM_UP = 500;
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double MILLIS = 1e6;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final int MEDIAN_BEYOND = 60;
    private static final int SLOWEST_BEYOND = 250;

    @Override
    public String name() {
        return "B11";
    }

    @Override
    public String asks() {
        return "How long from a publish to Kafka, and to each sink, at 100 commands a second?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        measure(bench, OFTEN, true); // warms up: the first commands of a JVM take seconds
        figures.addAll(figures(100, measure(bench, Duration.ofMillis(100), false)));
        figures.addAll(figures(250, measure(bench, Duration.ofMillis(250), true)));
        figures.addAll(figures(1_000, measure(bench, Duration.ofSeconds(1), false)));
        return figures;
    }

    /** Returns the latencies by place, the shortest first. */
    private static Map<String, long[]> measure(Bench bench, Duration readEvery, boolean withSinks) {
        String kafka = bench.kafka().bootstrapServers();
        Topic topic = Topic.on(kafka);
        try (CountedModule connected = new CountedModule(bench.dynamoDb().endpoint(), () -> {})) {
            DynamoModule module = connected.connection().module(topic.module());
            module.tables().create().block();
            Places places = new Places(bench, module.commandService());
            DirectOptions options = DirectOptions.local().withIdle(readEvery, readEvery);
            Disposable bridge = BridgeRun.start(
                    DirectSource.of(connected.connection(), topic.module(), options),
                    KafkaChangePublishers.of(topic.module(), topic.properties()),
                    places.named("Kafka")::arrive);
            try (RoadSinks sinks = new RoadSinks(module, topic.module(), kafka)) {
                if (withSinks) {
                    sinks.dataTable(places.named("data table")::arrive);
                    sinks.postgres(bench.postgres(), places.named("PostgreSQL")::arrive);
                    sinks.openSearch(bench.openSearch().endpoint(), places.named("OpenSearch")::arrive);
                }
                return places.latencies();
            } finally {
                bridge.dispose();
            }
        }
    }

    /** Where the commands of one load arrive. */
    private static final class Places {

        private final int warmUp;
        private final int commands;
        private final OpenLoad load;
        private final Map<String, Arrivals> places = new LinkedHashMap<>();

        Places(Bench bench, CommandService service) {
            this.warmUp = bench.effort().of(WARM_UP);
            this.commands = bench.effort().of(COMMANDS);
            this.load = new OpenLoad(command -> Orders.asTenant(service.publishAsync(command)), System::nanoTime);
        }

        Arrivals named(String place) {
            return places.computeIfAbsent(place, name -> new Arrivals(load, warmUp + commands));
        }

        /** Lets everything come to its pace first: a consumer group takes seconds to begin. */
        Map<String, long[]> latencies() {
            publish(0, warmUp);
            publish(warmUp, warmUp + commands);
            Map<String, long[]> found = new LinkedHashMap<>();
            places.forEach((place, arrivals) -> found.put(place, arrivals.sortedLatencies(warmUp)));
            return found;
        }

        private void publish(int from, int to) {
            load.publish(from, to);
            places.values().forEach(place -> place.await(to - from, PATIENCE));
        }
    }

    private static List<Figure> figures(int readEveryMillis, Map<String, long[]> latencies) {
        List<Figure> figures = new ArrayList<>();
        latencies.forEach((place, sorted) -> {
            String to = "%s, read every %,d ms".formatted(place, readEveryMillis);
            figures.add(figure(
                    "p50 to " + to,
                    at(HALF, sorted),
                    Target.atMost(readEveryMillis * HALF + MEDIAN_BEYOND, readEveryMillis + MEDIAN_BEYOND)));
            figures.add(figure(
                    "p99 to " + to,
                    at(NEARLY_ALL, sorted),
                    Target.atMost(readEveryMillis + SLOWEST_BEYOND, 2 * (readEveryMillis + SLOWEST_BEYOND))));
        });
        return figures;
    }

    private static Figure figure(String name, Interval millis, Target target) {
        return Figure.of(name, "ms", millis, target);
    }

    private static Interval at(double share, long[] sorted) {
        return Interval.exactly(sorted[(int) (share * (sorted.length - 1))] / MILLIS);
    }
}
