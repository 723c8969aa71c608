/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import dev.millrace.parking.SinkId;
import dev.millrace.sink.runner.ChangeSource;
import dev.millrace.sink.runner.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.util.retry.Retry;

/** Reads a changes topic as a member of a consumer group, and joins again whenever that ends. */
final class KafkaChangeSource implements ChangeSource {

    private static final Logger log = LoggerFactory.getLogger(KafkaRoad.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final ClientProperties clients;
    private final String topic;
    private final String group;
    private final DeadLetterTopic deadLetterTopic;
    private final SinkPositions positions;
    private final Watchdog watchdog;
    private final AtomicLong lastTenure = new AtomicLong();
    private volatile @Nullable Session session;

    KafkaChangeSource(ClientProperties clients, SinkId sink, DeadLetterTopic deadLetterTopic, SinkPositions positions) {
        this.clients = clients;
        this.topic = sink.module().changesTopic();
        this.group = sink.toString();
        this.deadLetterTopic = deadLetterTopic;
        this.positions = positions;
        this.watchdog = new Watchdog(group, clients.options().stallTimeout(), Schedulers.parallel());
    }

    boolean isStalled() {
        return watchdog.isAlarmed();
    }

    @Override
    public Flux<Delivery> deliveries() {
        return deadLetterTopic
                .ensure()
                .thenMany(Flux.defer(this::join))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, KafkaRoadOptions.FIRST_PAUSE)
                        .maxBackoff(clients.options().longestPause())
                        .transientErrors(true)
                        .doBeforeRetry(this::left));
    }

    private Flux<Delivery> join() {
        Session joined = new Session(receiverOptions(), lastTenure);
        session = joined;
        return watchdog.watch(joined.deliveries(), positions.read().map(joined::isBehind));
    }

    private void left(Retry.RetrySignal signal) {
        log.warn("{} lost Kafka, joining again: {}", group, signal.failure().toString());
    }

    @Override
    public Mono<Void> commit() {
        return Mono.defer(() -> {
            Session current = session;
            return current == null ? Mono.empty() : current.commit();
        });
    }

    private ReceiverOptions<String, byte[]> receiverOptions() {
        return ReceiverOptions.<String, byte[]>create(clients.consumer(group))
                .withKeyDeserializer(new StringDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .subscription(List.of(topic))
                .commitInterval(clients.options().commitInterval())
                .maxDelayRebalance(clients.options().handOverTimeout())
                .closeTimeout(LONGEST_CLOSE);
    }
}
