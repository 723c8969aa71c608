/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ChangeTopicsTest {

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void a_new_topic_that_a_broker_does_not_know_yet_is_waited_for() {
        StepVerifier.withVirtualTime(() -> created(3, KafkaFuture.completedFuture(2)))
                .thenAwait(Duration.ofSeconds(10))
                .verifyComplete();
        assertThat(looks).hasValue(4);
    }

    @Test
    void a_topic_that_stays_unknown_is_not_waited_for_without_end() {
        StepVerifier.withVirtualTime(() -> created(Integer.MAX_VALUE, KafkaFuture.completedFuture(2)))
                .thenAwait(Duration.ofMinutes(2))
                .verifyError(UnknownTopicOrPartitionException.class);
    }

    @Test
    void a_topic_that_was_there_before_is_left_alone() {
        StepVerifier.create(created(0, failed(new TopicExistsException("changes"))))
                .verifyComplete();
        assertThat(looks).hasValue(0);
    }

    /** Against a broker that knows the topic only after so many questions. */
    private Mono<Void> created(int tooEarly, KafkaFuture<Integer> creation) {
        Admin admin = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("listOffsets");
                    return ends((Map<?, ?>) arguments[0], looks.incrementAndGet() > tooEarly);
                });
        return ChangeTopics.created(admin, "changes", creation);
    }

    private static ListOffsetsResult ends(Map<?, ?> asked, boolean isKnown) {
        return new ListOffsetsResult(asked.keySet().stream()
                .collect(Collectors.toMap(
                        TopicPartition.class::cast,
                        partition -> isKnown
                                ? KafkaFuture.completedFuture(new ListOffsetsResultInfo(0, 0, Optional.empty()))
                                : failed(new UnknownTopicOrPartitionException()))));
    }

    private static <T> KafkaFuture<T> failed(RuntimeException cause) {
        KafkaFutureImpl<T> failed = new KafkaFutureImpl<>();
        failed.completeExceptionally(cause);
        return failed;
    }
}
