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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import reactor.core.Disposable;

/** B11: how long from a publish until Kafka has the change, and until each sink of the demo has it? */
final class Latency implements Question {

    private static final int COMMANDS = 1_200;
    private static final int WARM_UP = 400;
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double MILLIS = 1e6;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final int MEDIAN_BEYOND = 60;
    private static final int SLOWEST_BEYOND = 250;
    private static final String KAFKA = "Kafka";
    private static final String DATA_TABLE = "data table";
    private static final String POSTGRES = "PostgreSQL";
    private static final String OPENSEARCH = "OpenSearch";

    @Override
    public String name() {
        return "B11";
    }

    @Override
    public String asks() {
        return "How long from a publish to Kafka, and to each sink, at 100 commands a second?";
    }

    /** One sink at a time: on a machine of few processors they would wait for each other. */
    @Override
    public List<Figure> answer(Bench bench) {
        BiConsumer<RoadSinks, Places> none = (sinks, places) -> {};
        BiConsumer<RoadSinks, Places> table = (sinks, places) -> sinks.dataTable(places.named(DATA_TABLE)::arrive);
        BiConsumer<RoadSinks, Places> postgres =
                (sinks, places) -> sinks.postgres(bench.postgres(), places.named(POSTGRES)::arrive);
        BiConsumer<RoadSinks, Places> search =
                (sinks, places) -> sinks.openSearch(bench.openSearch().endpoint(), places.named(OPENSEARCH)::arrive);
        measure(bench, OFTEN, table.andThen(postgres).andThen(search)); // warms up: first commands take seconds
        return Stream.of(
                        figures(KAFKA, 100, bench, none),
                        figures(KAFKA, 250, bench, none),
                        figures(KAFKA, 1_000, bench, none),
                        figures(DATA_TABLE, 250, bench, table),
                        figures(POSTGRES, 250, bench, postgres),
                        figures(OPENSEARCH, 250, bench, search))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Figure> figures(
            String place, int readEveryMillis, Bench bench, BiConsumer<RoadSinks, Places> following) {
        Places places = measure(bench, Duration.ofMillis(readEveryMillis), following);
        long[] latencies = places.sortedLatencies(place);
        String to = "to %s, read every %,d ms".formatted(place, readEveryMillis);
        return List.of(
                Figure.of(
                        "p50 " + to,
                        "ms",
                        at(HALF, latencies),
                        Target.atMost(readEveryMillis * HALF + MEDIAN_BEYOND, readEveryMillis + MEDIAN_BEYOND)),
                Figure.of(
                        "p99 " + to,
                        "ms",
                        at(NEARLY_ALL, latencies),
                        Target.atMost(readEveryMillis + SLOWEST_BEYOND, 2 * (readEveryMillis + SLOWEST_BEYOND))));
    }

    private static Interval at(double share, long[] sorted) {
        return Interval.exactly(sorted[(int) (share * (sorted.length - 1))] / MILLIS);
    }

    /** Each load has a database, a topic and sinks of its own. */
    private static Places measure(Bench bench, Duration readEvery, BiConsumer<RoadSinks, Places> following) {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        try (CountedModule connected = new CountedModule(bench.dynamoDb().endpoint(), () -> {})) {
            DynamoModule module = connected.connection().module(topic.module());
            module.tables().create().block();
            Places places = new Places(bench, module.commandService());
            DirectOptions options = DirectOptions.local().withIdle(readEvery, readEvery);
            Disposable bridge = BridgeRun.start(
                    DirectSource.of(connected.connection(), topic.module(), options),
                    KafkaChangePublishers.of(topic.module(), topic.properties()),
                    places.named(KAFKA)::arrive);
            try (RoadSinks sinks =
                    new RoadSinks(module, topic.module(), bench.kafka().bootstrapServers())) {
                following.accept(sinks, places);
                places.measure();
            } finally {
                bridge.dispose();
            }
            return places;
        }
    }

    /** Where the commands of one load arrive. */
    private static final class Places {

        private final int warmUp;
        private final int commands;
        private final OpenLoad load;
        private final Map<String, Arrivals> places = new HashMap<>();

        Places(Bench bench, CommandService service) {
            this.warmUp = bench.effort().of(WARM_UP);
            this.commands = bench.effort().of(COMMANDS);
            this.load = new OpenLoad(command -> Orders.asTenant(service.publishAsync(command)), System::nanoTime);
        }

        Arrivals named(String place) {
            return places.computeIfAbsent(place, name -> new Arrivals(load, warmUp + commands));
        }

        /** Lets everything come to its pace first: a consumer group takes seconds to begin. */
        void measure() {
            publish(0, warmUp);
            publish(warmUp, warmUp + commands);
        }

        private void publish(int from, int to) {
            load.publish(from, to);
            places.values().forEach(place -> place.await(to - from, PATIENCE));
        }

        long[] sortedLatencies(String place) {
            return named(place).sortedLatencies(warmUp);
        }
    }
}
