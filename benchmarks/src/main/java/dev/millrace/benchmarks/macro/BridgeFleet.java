/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.ShardStatus;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.bridge.kcl.KclSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Workers of the bridge, each in a process of its own, all for one module. */
final class BridgeFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the Kinesis client says as soon as it works; nothing else tells of a worker without a shard. */
    private static final Pattern WORKING = Pattern.compile("Starting worker loop");

    private final Map<String, ChildProcess> workers = new TreeMap<>();
    private final URI dynamoDb;
    private final CountedModule connected;
    private final Topic topic;

    /** A fleet without workers, for the module of that topic. */
    BridgeFleet(URI dynamoDb, CountedModule connected, Topic topic) {
        this.dynamoDb = dynamoDb;
        this.connected = connected;
        this.topic = topic;
    }

    /** Starts so many workers; returns when all of them work. */
    void start(int size, KclOptions.Assignment assignment) {
        for (int number = 0; number < size; number++) {
            start("worker-" + number, assignment);
        }
        workers.values().forEach(worker -> worker.awaitWords(WORKING, PATIENCE));
    }

    private void start(String worker, KclOptions.Assignment assignment) {
        List<String> arguments = List.of(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=bridge-worker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BridgeWorker.class.getName(),
                dynamoDb.toString(),
                connected.database(),
                topic.bootstrapServers(),
                topic.module().environment(),
                topic.module().application(),
                topic.module().module(),
                worker,
                assignment.name());
        workers.put(worker, ChildProcess.java(worker, Map.of(), arguments));
    }

    /** Waits until one of those that live has a shard, and kills it. Returns when that was. */
    long killHolder() {
        String holder = Waiting.until("a worker has a shard", PATIENCE, this::holder);
        try (ChildProcess worker = workers.remove(holder)) {
            long now = System.nanoTime();
            worker.kill();
            return now;
        }
    }

    private Optional<String> holder() {
        return KclSource.shards(connected.connection(), topic.module())
                .map(ShardStatus::worker)
                .filter(workers::containsKey)
                .next()
                .blockOptional();
    }

    @Override
    public void close() {
        workers.values().forEach(ChildProcess::close);
    }
}
