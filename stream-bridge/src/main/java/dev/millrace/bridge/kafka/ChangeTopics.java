/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreUnavailableException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The topics of a module: one for its changes, one for the changes that could not travel. */
public final class ChangeTopics {

    /** Room for the largest DynamoDB item as JSON, with its bytes in Base64. */
    private static final String LARGEST_RECORD = Integer.toString(2 << 20);

    /** How often a broker is asked again that does not know a topic yet which another has just made: half a minute. */
    private static final int LOOKS = 30;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private ChangeTopics() {}

    /** The name of the topic with the changes that could not travel, by their keys. */
    public static String deadLetters(ModuleId module) {
        return module.named("changes-dead-letters");
    }

    /**
     * Creates the topics that do not exist; leaves those alone that do. Both are there on completion, and take records.
     *
     * <p>The number of partitions is a contract: items keep their order only while it does not change.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link InvalidValueException} when a number is below 1, and with
     *       {@link StoreUnavailableException} when Kafka cannot be reached or refuses.
     *   <li><b>Cancelling</b> leaves any of the topics created.
     * </ul>
     *
     * @param properties how to reach Kafka: at least {@code bootstrap.servers}
     * @param partitions how many partitions the changes have: the most workers that can apply them side by side
     * @param replication how many brokers hold each partition
     */
    public static Mono<Void> create(Map<String, ?> properties, ModuleId module, int partitions, int replication) {
        requireNonNull(module, "module");
        requireAtLeastOne("partitions", partitions);
        requireAtLeastOne("replication", replication);
        List<NewTopic> topics = List.of(
                topic(module.changesTopic(), partitions, replication), topic(deadLetters(module), 1, replication));
        return Mono.using(() -> Admin.create(new HashMap<>(properties)), admin -> create(admin, topics), Admin::close)
                .subscribeOn(Schedulers.boundedElastic()) // the client looks up host names
                .onErrorMap(ChangeTopics::failure);
    }

    private static NewTopic topic(String name, int partitions, int replication) {
        return new NewTopic(name, partitions, (short) replication)
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD));
    }

    private static Mono<Void> create(Admin admin, List<NewTopic> topics) {
        CreateTopicsResult creation = admin.createTopics(topics);
        return Flux.fromIterable(topics)
                .concatMap(topic -> created(admin, topic.name(), creation.numPartitions(topic.name())))
                .then()
                .publishOn(Schedulers.boundedElastic()); // closing the client waits for its thread
    }

    /**
     * Waits for the leaders as well: one is named before it is ready, and a producer that is too early has its first
     * batches refused one by one, which puts their sequence out of order until they are given up.
     */
    static Mono<Void> created(Admin admin, String topic, KafkaFuture<Integer> partitions) {
        return Mono.fromCompletionStage(partitions.toCompletionStage())
                .flatMap(count -> known(admin, ends(topic, count)))
                .onErrorComplete(TopicExistsException.class);
    }

    private static Mono<Void> known(Admin admin, Map<TopicPartition, OffsetSpec> ends) {
        return Mono.fromCompletionStage(() -> admin.listOffsets(ends).all().toCompletionStage())
                .retryWhen(Retry.backoff(LOOKS, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(UnknownTopicOrPartitionException.class::isInstance)
                        .onRetryExhaustedThrow((policy, last) -> last.failure()))
                .then();
    }

    private static Map<TopicPartition, OffsetSpec> ends(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    }

    private static Throwable failure(Throwable cause) {
        return new StoreUnavailableException("the topics could not be created: " + cause, cause);
    }

    private static void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new InvalidValueException(what, Integer.toString(value), "must be at least 1");
        }
    }
}
