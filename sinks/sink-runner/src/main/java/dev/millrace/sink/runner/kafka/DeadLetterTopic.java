/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Sees to it that there is a topic for dead letters, and that they stay in it. */
final class DeadLetterTopic {

    private static final Logger log = LoggerFactory.getLogger(KafkaRoad.class);

    private final AdminCalls cluster;
    private final String name;

    DeadLetterTopic(AdminCalls cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** Creates the topic if it is missing; one that is there stays as it is. Completes once it is there. */
    Mono<Void> ensure() {
        return cluster.with(this::createIfMissing);
    }

    /** Looks first: whoever may write to the topic need not be allowed to create it. */
    private Mono<Void> createIfMissing(Admin admin) {
        return AdminCalls.answer(() -> admin.describeTopics(List.of(name)).allTopicNames())
                .then()
                .onErrorResume(UnknownTopicOrPartitionException.class, missing -> create(admin));
    }

    private Mono<Void> create(Admin admin) {
        return AdminCalls.answer(() -> admin.createTopics(List.of(topic())).all())
                .doOnSuccess(done -> log.info("created topic {}", name))
                .onErrorResume(TopicExistsException.class, createdMeanwhile -> Mono.empty());
    }

    /** Partitions and replicas are the cluster's defaults; a dead letter stays until somebody has looked at it. */
    private NewTopic topic() {
        return new NewTopic(name, Optional.empty(), Optional.empty())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(ClientProperties.LARGEST_DEAD_LETTER)));
    }
}
