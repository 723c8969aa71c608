/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.OrderOptions;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.WatchOptions;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.watch.Travelling;
import dev.millrace.chaos.watch.Watch;
import dev.millrace.chaos.watch.WatchedBridge;
import dev.millrace.chaos.watch.WatchedPublishers;
import dev.millrace.chaos.watch.WatchedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** The workers of the bridge. */
record Bridges(World world, SimStream stream, SimTopic topic, SimLog log) implements Fleet.Start {

    /** How many records a shard may have handed over beyond those in flight, at most as many as may be in flight. */
    private static final int SHARDS = 16;

    /** Lets a record that never comes be found by the next one of its item, whenever that is. */
    private static final Duration LONGER_THAN_A_RUN = Duration.ofMinutes(2);

    /** What a person does about records that never came and have no successors. */
    void publishAllAgain() {
        SimProcess operator = new SimProcess(world, "operator", () -> {});
        ChangePublisherFactory publishers =
                most -> Mono.fromSupplier(() -> new SimPublisher(world, topic, operator, log.oversized()));
        StreamBridge bridge = StreamBridge.of(
                new SimSource(world, stream, operator),
                publishers,
                log.asTable(),
                BridgeOptions.defaults(),
                BridgeListener.none());
        operator.work(bridge.republishSince(Instant.EPOCH).subscribe());
    }

    @Override
    public Mono<Void> start(SimProcess worker, Mono<Void> stop) {
        int maxInFlight = (int) world.between("bridge in flight", 1, 8);
        world.note(new Budget(worker.name(), maxInFlight + SHARDS * maxInFlight));
        Watch watch = worker.watch();
        Travelling travelling = new Travelling();
        ChangePublisherFactory publishers =
                most -> Mono.fromSupplier(() -> new SimPublisher(world, topic, worker, log.oversized()));
        return StreamBridge.of(
                        new WatchedSource(new SimSource(world, stream, worker), watch, travelling),
                        new WatchedPublishers(publishers, watch, travelling),
                        log.asTable(),
                        options(maxInFlight),
                        new WatchedBridge(watch, travelling))
                .runUntil(stop);
    }

    private BridgeOptions options(int maxInFlight) {
        OrderOptions order = OrderOptions.defaults().withLookBack(lookBack());
        return BridgeOptions.defaults()
                .withMaxInFlight(maxInFlight)
                .withOrder(order)
                .withWatch(WatchOptions.defaults().withAlarms(List.of()))
                .withCheckpointInterval(Duration.ofMillis(300))
                .withDrainTimeout(Duration.ofSeconds(3))
                .withRestartPauses(Duration.ofMillis(200), Duration.ofSeconds(1));
    }

    /** What is published again mends what a runner loses, so that it is as little as the stream's faults allow. */
    private Duration lookBack() {
        if (world.isOn(Trouble.STREAM_DROPS) || world.isOn(Trouble.STREAM_TRIMS)) {
            return LONGER_THAN_A_RUN;
        }
        return world.isOn(Trouble.STREAM_SWAPS) ? OrderOptions.defaults().lookBack() : Duration.ZERO;
    }
}
