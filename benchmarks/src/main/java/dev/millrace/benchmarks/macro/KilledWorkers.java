/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Bootstrap;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.dynamodb.DynamoModule;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Kills the worker that has the shard, again and again under a steady load, and looks when another one publishes
 * something new. Not what comes again from where the dead one had saved its place.
 */
final class KilledWorkers {

    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Changes between two deaths: two seconds, so that the others know who is alive and places are saved. */
    private static final int BETWEEN_DEATHS = 200;

    private static final double SECOND = 1e9;
    private static final double LATEST = BridgeWorker.FAILOVER.toSeconds() + 2;
    private static final Target TIME = Target.atMost(LATEST, 2 * LATEST);

    /** What was in flight, and what was acknowledged in the second since the last save. */
    private static final int MOST_REPLAYED =
            BridgeWorker.IN_FLIGHT + (int) Duration.ofSeconds(1).dividedBy(PERIOD);

    private static final Target REPLAYED = Target.atMost(MOST_REPLAYED, 2 * MOST_REPLAYED);

    private final Bench bench;
    private final KclOptions.Assignment assignment;
    private final int deaths;

    KilledWorkers(Bench bench, KclOptions.Assignment assignment, int deaths) {
        this.bench = bench;
        this.assignment = assignment;
        this.deaths = deaths;
    }

    /**
     * What a death led to.
     *
     * @param seconds until something new was on the topic
     * @param replayed how many changes came again
     */
    private record Takeover(double seconds, int replayed) {}

    List<Figure> figures() {
        Topic topic = Topic.on(bench.kafka().bootstrapServers());
        URI dynamoDb = bench.dynamoDb().endpoint();
        try (CountedModule connected = new CountedModule(dynamoDb, () -> {});
                TopicWatch watch = TopicWatch.of(topic, Orders::number);
                BridgeFleet fleet = new BridgeFleet(dynamoDb, connected, topic)) {
            DynamoModule module = connected.connection().module(topic.module());
            module.tables().create().block();
            fleet.start(deaths + 1, assignment);
            try (SteadyLoad load = SteadyLoad.start(module.commandService(), PERIOD)) {
                List<Takeover> takeovers = IntStream.range(0, deaths)
                        .mapToObj(death -> takeover(fleet, watch, load))
                        .toList();
                return figures(takeovers, missing(load.stop(), watch.sightings()));
            }
        }
    }

    private static Takeover takeover(BridgeFleet fleet, TopicWatch watch, SteadyLoad load) {
        Sightings sightings = watch.sightings();
        awaitAtLeast(sightings.distinct() + BETWEEN_DEATHS, sightings);
        long killed = fleet.killHolder();
        watch.drawLine();
        long back = Waiting.until("a survivor publishes", PATIENCE, sightings::firstNew);
        awaitAtLeast(load.recorded(), sightings);
        return new Takeover((back - killed) / SECOND, sightings.repeated());
    }

    private static void awaitAtLeast(int changes, Sightings sightings) {
        if (missing(changes, sightings) > 0) {
            throw new IllegalStateException("%d changes are not on the topic".formatted(changes));
        }
    }

    /** How many of so many changes do not come. */
    private static int missing(int changes, Sightings sightings) {
        Waiting.isTrueWithin(PATIENCE, () -> sightings.distinct() >= changes);
        return Math.max(0, changes - sightings.distinct());
    }

    private List<Figure> figures(List<Takeover> takeovers, int lost) {
        String by = ", %s".formatted(assignment.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        double[] seconds = takeovers.stream().mapToDouble(Takeover::seconds).toArray();
        int replayed = takeovers.stream().mapToInt(Takeover::replayed).max().orElseThrow();
        String patience = "silent for %d s".formatted(BridgeWorker.FAILOVER.toSeconds());
        return List.of(
                Figure.of("recovery" + by, "s", Bootstrap.median(seconds), TIME).noted(patience),
                Figure.of(
                                "recovery, worst" + by,
                                "s",
                                Interval.exactly(Arrays.stream(seconds).max().orElseThrow()),
                                TIME)
                        .noted("of %d".formatted(deaths)),
                Figure.of("recovery, replayed" + by, "changes at most", Interval.exactly(replayed), REPLAYED)
                        .noted("at most %d in flight, and a second not yet saved".formatted(BridgeWorker.IN_FLIGHT)),
                Figure.counted("recovery, lost" + by, "changes", lost, Target.atMost(0)));
    }
}
