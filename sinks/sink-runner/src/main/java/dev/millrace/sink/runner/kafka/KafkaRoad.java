/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.ChangeSource;
import dev.millrace.sink.runner.DeadLetters;
import java.time.Clock;

/**
 * The road from a module's changes topic to one sink: where its changes come from and where its dead letters go.
 *
 * <p>All runners of a sink form one consumer group, {@code environment-application-module-sink}, and share the topic's
 * partitions. Dead letters go to the topic {@code environment-application-module-sink-dead-letters}, created on the first
 * run if it is missing; they keep their key, body and headers and get the headers {@code millrace-cause} (a class name, and
 * the message if it is Millrace's own), {@code millrace-attempts}, {@code millrace-source} (topic-partition@offset) and
 * {@code millrace-failed-at}.
 *
 * <p>Holds no connection before it is used; to be closed when no runner uses it any more.
 */
public final class KafkaRoad implements AutoCloseable {

    private static final int LONGEST_NAME = 249;

    private final KafkaChangeSource source;
    private final KafkaDeadLetters deadLetters;
    private final SinkPositions positions;
    private final HeldAdmin cluster;

    private KafkaRoad(ClientProperties clients, SinkId sink, String deadLetterTopic) {
        this.cluster = new HeldAdmin(clients);
        this.positions = new SinkPositions(cluster, clients, sink);
        this.source = new KafkaChangeSource(clients, sink, new DeadLetterTopic(cluster, deadLetterTopic), positions);
        this.deadLetters = new KafkaDeadLetters(clients, deadLetterTopic, Clock.systemUTC());
    }

    /** Returns the road; fails with {@link InvalidValueException} when the names together are too long for Kafka. */
    public static KafkaRoad of(String bootstrapServers, ModuleId module, SinkName sink, KafkaRoadOptions options) {
        String deadLetterTopic = requireLegal(module.named(sink + "-dead-letters"));
        ClientProperties clients = new ClientProperties(bootstrapServers, options);
        return new KafkaRoad(clients, new SinkId(module, sink), deadLetterTopic);
    }

    private static String requireLegal(String topic) {
        if (topic.length() > LONGEST_NAME) {
            throw new InvalidValueException("topic", topic, "must be at most " + LONGEST_NAME + " characters");
        }
        return topic;
    }

    /** Where changes come from. For one runner at a time. */
    public ChangeSource source() {
        return source;
    }

    /**
     * Tells whether the topic has changes for this runner and none of them comes, although the runner asks for them and has
     * subscribed anew because of that: somebody has to look, or to start it again.
     */
    public boolean isStalled() {
        return source.isStalled();
    }

    /** Where dead letters go; takes deliveries of this {@link #source}. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Where the sink stands on its topic, asked over this road's own connection: until the road is closed. */
    public SinkPositions positions() {
        return positions;
    }

    /** Closes the connections for dead letters and for questions; the one for changes closes with the run. */
    @Override
    public void close() {
        deadLetters.close();
        cluster.close();
    }
}
