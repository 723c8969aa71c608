/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.Changes;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sink has yet to take, on a real broker. */
@ExtendWith(LocalKafka.class)
class SinkBacklogIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final Instant before = Instant.now().minusSeconds(1);
    private Topic topic;
    private KafkaRoad road;

    @BeforeEach
    void a_topic_with_changes_of_three_tenants(KafkaBroker broker) throws Exception {
        topic = new Topic(broker.bootstrapServers(), "m-" + UUID.randomUUID());
        road = KafkaRoad.of(
                broker.bootstrapServers(), topic.module, SinkName.of("read-model"), KafkaRoadOptions.defaults());
        send("acme", 30);
        send("globex", 50);
        send("initech", 1);
        topic.send(new ProducerRecord<>(topic.module.changesTopic(), "no item", new byte[0]));
        topic.flush();
    }

    private void send(String tenant, int items) {
        for (int item = 0; item < items; item++) {
            topic.send(Changes.of(tenant, "item-" + item, 1));
        }
    }

    @AfterEach
    void close() {
        road.close();
        topic.close();
    }

    @Test
    void everything_is_counted_by_tenant_with_the_time_since_when_it_waits() {
        SinkBacklog backlog = road.positions().backlog(1_000).block(LONG_ENOUGH);

        assertThat(backlog.isWhole()).isTrue();
        assertThat(backlog.lag()).isEqualTo(82);
        assertThat(backlog.foreign()).isEqualTo(1);
        assertThat(backlog.largest(2)).containsExactly(Tenant.of("globex"), Tenant.of("acme"));
        assertThat(backlog.of(Tenant.of("globex")).changes()).isEqualTo(50);
        assertThat(backlog.of(Tenant.of("initech")).oldest()).isBetween(before, Instant.now());
    }

    @Test
    void of_a_long_backlog_the_part_that_waits_longest_is_counted_and_said_to_be_a_part() {
        SinkBacklog backlog = road.positions().backlog(12).block(LONG_ENOUGH);

        assertThat(backlog.isWhole()).isFalse();
        assertThat(backlog.read()).isEqualTo(12);
        assertThat(backlog.lag()).isEqualTo(82);
        assertThat(backlog.of(Tenant.of("acme")).changes()).as("sent first").isPositive();
    }

    @Test
    void a_sink_that_has_everything_has_no_backlog_and_looking_moves_no_sink() {
        road.positions().backlog(1_000).block(LONG_ENOUGH);
        assertThat(road.positions().read().block(LONG_ENOUGH))
                .allSatisfy(position -> assertThat(position.next()).isZero());

        road.positions().moveToEnd().block(LONG_ENOUGH);

        assertThat(road.positions().backlog(1_000).block(LONG_ENOUGH)).satisfies(backlog -> {
            assertThat(backlog.isWhole()).isTrue();
            assertThat(backlog.tenants()).isEmpty();
        });
    }

    @Test
    void it_has_to_be_said_how_much_may_be_read() {
        assertThatThrownBy(() -> road.positions().backlog(0)).isInstanceOf(InvalidValueException.class);
    }
}
