/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.direct.DirectOptions;
import dev.millrace.bridge.direct.DirectSource;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.dynamodb.DynamoModule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * B11: how long from a publish until Kafka has the change? The load is open: commands begin when it is their time, however
 * long those before them take, and their latency counts from that time.
 */
final class Latency implements Question {

    private static final int COMMANDS = 1_500;
    private static final int WARM_UP = 500;
    private static final int AT_ONCE = 1_024;
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double MILLIS = 1e6;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final int MEDIAN_BEYOND = 60;
    private static final int SLOWEST_BEYOND = 250;
    private static final String PREFIX = "timed";

    @Override
    public String name() {
        return "B11";
    }

    @Override
    public String asks() {
        return "How long from a publish to Kafka at 100 commands a second, by how often the stream is read?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        try (CountedModule module = new CountedModule(bench.dynamoDb().endpoint(), () -> {})) {
            measure(bench, module, PERIOD); // warms up: the first commands of a JVM take seconds
            return Stream.of(100, 250, 1_000)
                    .flatMap(millis -> figures(millis, measure(bench, module, Duration.ofMillis(millis))).stream())
                    .toList();
        }
    }

    private static long[] measure(Bench bench, CountedModule connected, Duration readEvery) {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        DynamoModule module = connected.connection().module(topic.module());
        module.tables().create().block();
        int warmUp = bench.effort().of(WARM_UP);
        Run run = new Run(warmUp + bench.effort().of(COMMANDS));
        Disposable bridge = BridgeRun.start(
                DirectSource.of(
                        connected.connection(),
                        topic.module(),
                        DirectOptions.local().withIdle(readEvery, readEvery)),
                KafkaChangePublishers.of(topic.module(), topic.properties()),
                run::arrived);
        try {
            return Arrays.copyOfRange(run.latencies(module.commandService()), warmUp, run.commands);
        } finally {
            bridge.dispose();
        }
    }

    /** Publishes at a steady pace and notes when what was published arrives. */
    private static final class Run {

        private final int commands;
        private final AtomicLongArray latencies;
        private final CountDownLatch left;
        private volatile long begin;

        Run(int commands) {
            this.commands = commands;
            this.latencies = new AtomicLongArray(commands);
            this.left = new CountDownLatch(commands);
        }

        long[] latencies(CommandService service) {
            begin = System.nanoTime() + PERIOD.toNanos();
            Flux.interval(PERIOD)
                    .take(commands)
                    .flatMap(
                            number -> Orders.asTenant(service.publishAsync(
                                    Command.create(Orders.key(PREFIX, number), Orders.attributes(number)))),
                            AT_ONCE)
                    .blockLast();
            try {
                if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(left.getCount() + " changes have not arrived");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("the question was given up", e);
            }
            long[] found = new long[commands];
            Arrays.setAll(found, latencies::get);
            return found;
        }

        void arrived(ChangeRecord change) {
            String sort = change.key().sort().text();
            int number = Integer.parseInt(sort, PREFIX.length() + 1, sort.length(), 10);
            long latency = System.nanoTime() - begin - number * PERIOD.toNanos();
            if (latencies.compareAndSet(number, 0, latency)) {
                left.countDown();
            }
        }
    }

    private static List<Figure> figures(int readEveryMillis, long[] latencies) {
        Arrays.sort(latencies);
        String read = "read every %,d ms".formatted(readEveryMillis);
        return List.of(
                Figure.of(
                        "latency p50, " + read,
                        "ms",
                        at(HALF, latencies),
                        Target.atMost(readEveryMillis * HALF + MEDIAN_BEYOND, readEveryMillis + MEDIAN_BEYOND)),
                Figure.of(
                        "latency p99, " + read,
                        "ms",
                        at(NEARLY_ALL, latencies),
                        Target.atMost(readEveryMillis + SLOWEST_BEYOND, 2 * (readEveryMillis + SLOWEST_BEYOND))));
    }

    private static Interval at(double share, long[] sorted) {
        return Interval.exactly(sorted[(int) (share * (sorted.length - 1))] / MILLIS);
    }
}
