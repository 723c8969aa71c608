/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.chaos.history.Event.Budget;
import dev.millrace.chaos.watch.Travelling;
import dev.millrace.chaos.watch.Watch;
import dev.millrace.chaos.watch.WatchedBridge;
import dev.millrace.chaos.watch.WatchedPublishers;
import dev.millrace.chaos.watch.WatchedSource;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The workers of the bridge. */
record Bridges(World world, SimStream stream, SimTopic topic, SimLog log) implements Fleet.Start {

    /** How many records a shard may have handed over beyond those in flight, at most as many as may be in flight. */
    private static final int SHARDS = 16;

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
                        options(maxInFlight),
                        new WatchedBridge(watch))
                .runUntil(stop);
    }

    private static BridgeOptions options(int maxInFlight) {
        return BridgeOptions.defaults()
                .withMaxInFlight(maxInFlight)
                .withCheckpointInterval(Duration.ofMillis(300))
                .withDrainTimeout(Duration.ofSeconds(3))
                .withRestartPauses(Duration.ofMillis(200), Duration.ofSeconds(1));
    }
}
