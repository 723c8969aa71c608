/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.ShardStatus;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.bridge.kcl.KclSource;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.Start;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts the bridges together that the settings describe: one for each module. */
final class BridgeAssembly {

    private final BridgeProperties bridge;
    private final KafkaProperties kafka;
    private final KafkaClients clients;
    private final DynamoConnection connection;
    private final List<ModuleId> modules;
    private final boolean local;

    BridgeAssembly(
            BridgeProperties bridge,
            KafkaProperties kafka,
            KafkaClients clients,
            DynamoConnection connection,
            MillraceModules modules,
            boolean local) {
        this.bridge = bridge;
        this.kafka = kafka;
        this.clients = clients;
        this.connection = connection;
        this.modules = carried(bridge, modules);
        this.local = local;
    }

    private static List<ModuleId> carried(BridgeProperties bridge, MillraceModules modules) {
        return bridge.modules().isEmpty()
                ? modules.all().stream().map(MillraceModule::id).toList()
                : bridge.modules().stream()
                        .map(name -> modules.module(name).id())
                        .toList();
    }

    /** Makes the modules' topics, if the settings allow it. */
    Mono<Void> createTopics() {
        return kafka.createTopics()
                ? Flux.fromIterable(modules)
                        .concatMap(module ->
                                ChangeTopics.create(clients.all(), module, kafka.partitions(), kafka.replication()))
                        .then()
                : Mono.empty();
    }

    Workers workers(List<BridgeListenerFactory> listeners, Clock clock) {
        return new Workers(
                Start.BRIDGE,
                modules.stream().map(module -> worker(module, listeners, clock)).toList());
    }

    private Worker worker(ModuleId module, List<BridgeListenerFactory> listeners, Clock clock) {
        WorkerProgress progress = new WorkerProgress("bridge", module.module(), clock);
        List<BridgeListener> all = new ArrayList<>();
        all.add(new BridgeWatch(progress));
        listeners.forEach(factory -> all.add(factory.create(module)));
        StreamBridge stream = StreamBridge.of(
                KclSource.of(connection, module, bridge.kcl(local)),
                KafkaChangePublishers.of(module, clients.all()),
                CommandTable.of(connection, module),
                options(),
                new AllBridgeListeners(List.copyOf(all)));
        return new Worker(stream::runUntil, progress, new BridgeGauge(stream::health), () -> {});
    }

    /** Reads who reads which shard, in whatever process. */
    Flux<ShardLease> leases() {
        return Flux.fromIterable(modules)
                .concatMap(module -> KclSource.shards(connection, module).map(shard -> lease(module, shard)));
    }

    private static ShardLease lease(ModuleId module, ShardStatus shard) {
        Instant upTo = shard.carriedUpTo();
        return new ShardLease(
                module.module(),
                shard.shard().toString(),
                shard.worker(),
                shard.checkpoint(),
                upTo.equals(Instant.EPOCH) ? null : upTo);
    }

    private BridgeOptions options() {
        return BridgeOptions.defaults()
                .withMaxInFlight(bridge.maxInFlight())
                .withMaxInFlightBytes(bridge.maxInFlightSize().toBytes())
                .withCheckpointInterval(bridge.checkpointInterval())
                .withDrainTimeout(bridge.drainTimeout());
    }
}
