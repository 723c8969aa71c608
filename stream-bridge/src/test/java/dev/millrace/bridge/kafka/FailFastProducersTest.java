/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FailFastProducersTest {

    private static final ProducerRecord<String, byte[]> RECORD = new ProducerRecord<>("topic", "key", new byte[1]);

    @Test
    void a_producer_is_closed_before_anybody_hears_of_the_record_that_it_gave_up() {
        CompletableFuture<Throwable> first = new CompletableFuture<>();
        CompletableFuture<Throwable> next = new CompletableFuture<>();
        try (Producer<String, byte[]> producer = producerWithoutBroker()) {
            var unused = producer.send(RECORD, (metadata, failure) -> {
                next.complete(catchThrowable(() -> producer.send(RECORD)));
                first.complete(failure);
            });
            assertThat(first.join()).isInstanceOf(TimeoutException.class);
            assertThat(next.join()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void only_a_record_that_is_too_large_concerns_itself_alone() {
        assertThat(FailFastProducers.concernsOneRecord(new RecordTooLargeException()))
                .isTrue();
        assertThat(FailFastProducers.concernsOneRecord(new TimeoutException())).isFalse();
    }

    private static Producer<String, byte[]> producerWithoutBroker() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 100);
        return FailFastProducers.create(new ProducerSettings(nobody));
    }
}
