/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LocalKafkaBrokerIT {

    private static final String TOPIC = "changes";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    @Test
    void a_broker_in_this_jvm_passes_records_on_and_keeps_them_over_a_restart() throws Exception {
        passes_records_on_and_keeps_them_over_a_restart(LocalKafkaBroker::inProcess, LocalKafkaBroker::stop);
    }

    @Test
    void a_broker_in_its_own_jvm_passes_records_on_and_keeps_them_over_a_restart() throws Exception {
        passes_records_on_and_keeps_them_over_a_restart(LocalKafkaBroker::childProcess, LocalKafkaBroker::stop);
    }

    @Test
    void a_broker_in_its_own_jvm_keeps_what_it_acknowledged_over_a_kill() throws Exception {
        passes_records_on_and_keeps_them_over_a_restart(LocalKafkaBroker::childProcess, LocalKafkaBroker::kill);
    }

    @Test
    void a_broker_in_this_jvm_cannot_be_killed() {
        try (LocalKafkaBroker broker = LocalKafkaBroker.inProcess()) {
            assertThatThrownBy(broker::kill).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static void passes_records_on_and_keeps_them_over_a_restart(
            Supplier<LocalKafkaBroker> start, Consumer<LocalKafkaBroker> end) throws Exception {
        try (LocalKafkaBroker broker = start.get()) {
            String address = broker.bootstrapServers();
            createTopic(address);
            send(address, "first");

            end.accept(broker);
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            send(address, "second");
            assertThat(receive(address, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void a_topic_that_nobody_created_does_not_come_by_itself() throws Exception {
        try (LocalKafkaBroker broker = LocalKafkaBroker.inProcess();
                Admin admin = Admin.create(config(broker.bootstrapServers()))) {
            assertThatThrownBy(() -> send(broker.bootstrapServers(), "lost", Map.of("max.block.ms", "500")))
                    .hasMessageContaining("not present in metadata");
            assertThat(admin.listTopics().names().get(10, SECONDS)).isEmpty();
        }
    }

    @Test
    void a_closed_broker_does_not_start_again() {
        LocalKafkaBroker broker = LocalKafkaBroker.inProcess();
        broker.close();
        broker.close();

        assertThatThrownBy(broker::restart).isInstanceOf(IllegalStateException.class);
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(config(address))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, SECONDS);
        }
    }

    private static void send(String address, String value) throws Exception {
        send(address, value, Map.of());
    }

    private static void send(String address, String value, Map<String, Object> more) throws Exception {
        Map<String, Object> config = config(address);
        config.putAll(more);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(30, SECONDS);
        }
    }

    private static List<String> receive(String address, int count) {
        Map<String, Object> config = config(address);
        config.putAll(Map.of("group.id", "readers", "auto.offset.reset", "earliest"));
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long start = System.nanoTime();
            while (values.size() < count && System.nanoTime() - start < PATIENCE_NANOS) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static Map<String, Object> config(String address) {
        return new HashMap<>(Map.of("bootstrap.servers", address));
    }
}
