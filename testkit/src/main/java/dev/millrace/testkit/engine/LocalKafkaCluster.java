/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Some Kafka brokers on this machine that are one cluster, each in a JVM of its own that ends with this one. More than half
 * of them must have a record before it is acknowledged, unless its topic says otherwise.
 */
public final class LocalKafkaCluster implements KafkaBroker {

    private final List<LocalEngine> members;

    private LocalKafkaCluster(List<LocalEngine> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Starts a cluster. Returns once every broker answers; throws {@link EngineStartException} if one does not.
     *
     * @param brokers how many; three at least, so that one can be missed
     * @param options of each broker
     */
    public static LocalKafkaCluster start(int brokers, EngineOptions options) {
        List<KafkaNode> nodes = nodes(brokers);
        ExecutorService starting = Executors.newFixedThreadPool(brokers); // none answers before most are there
        try {
            return new LocalKafkaCluster(joined(nodes.stream()
                    .map(node -> CompletableFuture.supplyAsync(
                            () -> LocalEngine.start("kafka-" + node.id(), new KafkaMember(node, options)), starting))
                    .toList()));
        } finally {
            starting.shutdown();
        }
    }

    private static List<LocalEngine> joined(List<CompletableFuture<LocalEngine>> starting) {
        List<LocalEngine> started = new ArrayList<>();
        try {
            starting.forEach(member -> started.add(member.join()));
            return started;
        } catch (CompletionException failure) {
            starting.forEach(LocalKafkaCluster::closeWhenStarted);
            throw new EngineStartException("the cluster did not start: " + failure.getMessage(), failure.getCause());
        }
    }

    private static void closeWhenStarted(CompletableFuture<LocalEngine> member) {
        var unused = member.thenAccept(LocalEngine::close); // one that fails has closed itself
    }

    private static List<KafkaNode> nodes(int brokers) {
        try {
            List<Integer> controllers = ports(brokers);
            List<Integer> ports = ports(brokers);
            String voters = IntStream.range(0, brokers)
                    .mapToObj(index -> KafkaNode.voter(index + 1, controllers.get(index)))
                    .collect(joining(","));
            String cluster = Uuid.randomUuid().toString();
            return IntStream.range(0, brokers)
                    .mapToObj(index -> new KafkaNode(
                            index + 1, ports.get(index), controllers.get(index), cluster, voters, brokers))
                    .toList();
        } catch (IOException e) {
            throw new EngineStartException("there are no free ports", e);
        }
    }

    private static List<Integer> ports(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            ports.add(Ports.free());
        }
        return ports;
    }

    @Override
    public String bootstrapServers() {
        return members.stream().map(LocalEngine::address).collect(joining(","));
    }

    /**
     * Kills a broker with SIGKILL and keeps what it holds then. Does nothing if it does not run.
     *
     * @param broker its id in the cluster, from 1
     */
    public void kill(int broker) {
        members.get(broker - 1).kill();
    }

    /** Starts a broker again, with what it held and at the same address; most of the brokers must run then. */
    public void restart(int broker) {
        members.get(broker - 1).restart();
    }

    @Override
    public void close() {
        members.forEach(LocalEngine::close);
    }
}
