/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.kcl.KclOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.SettingsException;
import dev.millrace.spring.shop.UnreachableStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class WorkerConditionsTest {

    private static final String BRIDGE = "millrace.bridge.enabled=true";
    private static final String SINK = "millrace.sinks.data-table.run=true";
    private static final String NOBODY_THERE = "millrace.kafka.bootstrap-servers=localhost:1";

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MillraceAutoConfiguration.class, MillraceWorkerAutoConfiguration.class))
            .withUserConfiguration(UnreachableStore.class)
            .withPropertyValues(
                    "millrace.app=shop",
                    "millrace.modules=order",
                    "millrace.tables=ignore",
                    "millrace.dynamodb.endpoint=http://localhost:1",
                    "millrace.kafka.properties.default.api.timeout.ms=300",
                    "millrace.kafka.properties.request.timeout.ms=200");

    @Test
    void nothing_runs_unless_it_is_asked_for() {
        shop.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(Workers.class)
                .doesNotHaveBean(KafkaClients.class));
    }

    @Test
    void a_sink_that_is_known_and_not_to_be_fed_runs_nothing() {
        shop.withPropertyValues("millrace.sinks.data-table.run=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Workers.class));
    }

    @Test
    void switched_off_nothing_runs() {
        shop.withPropertyValues("millrace.enabled=false", BRIDGE, SINK)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Workers.class));
    }

    @Test
    void an_unreachable_broker_refuses_the_start_and_is_named() {
        for (String worker : List.of(BRIDGE, SINK)) {
            shop.withPropertyValues(worker, NOBODY_THERE).run(context -> assertThat(context.getStartupFailure())
                    .hasCauseInstanceOf(StoreUnavailableException.class)
                    .cause()
                    .hasMessage("Kafka at localhost:1 does not answer"));
        }
    }

    @Test
    void a_worker_without_kafka_refuses_the_start() {
        refused("millrace.kafka.bootstrap-servers is not set", BRIDGE);
        refused("millrace.kafka.bootstrap-servers is not set", SINK);
    }

    @Test
    void a_broker_on_another_machine_is_not_talked_to_without_tls_unasked() {
        refused("on another machine", BRIDGE, "millrace.kafka.bootstrap-servers=localhost:9092,kafka.example.org:9092");
        refused(
                "security.protocol is SASL_PLAINTEXT",
                SINK,
                "millrace.kafka.bootstrap-servers=kafka.example.org:9092",
                "millrace.kafka.properties.security.protocol=SASL_PLAINTEXT");
        assertThat(new KafkaClients(new KafkaProperties(
                                "b.example.org:9093, c.example.org:9093",
                                Map.of("security.protocol", "SSL"),
                                false,
                                false,
                                1,
                                1,
                                Duration.ZERO))
                        .all())
                .containsEntry("bootstrap.servers", "b.example.org:9093,c.example.org:9093")
                .containsEntry("security.protocol", "SSL");
        assertThat(new KafkaClients(
                                new KafkaProperties("b.example.org:9092", Map.of(), true, false, 1, 1, Duration.ZERO))
                        .bootstrapServers())
                .isEqualTo("b.example.org:9092");
    }

    @Test
    void a_drain_that_spring_would_cut_off_refuses_the_start() {
        refused(
                "what is in flight would be cut off",
                BRIDGE,
                "millrace.kafka.bootstrap-servers=localhost:1",
                "millrace.bridge.drain-timeout=30s");
        refused(
                "what is in flight would be cut off",
                SINK,
                "millrace.kafka.bootstrap-servers=localhost:1",
                "spring.lifecycle.timeout-per-shutdown-phase=10s");
    }

    @Test
    void a_module_that_is_none_refuses_the_start() {
        refused("there is no module \"other\"", BRIDGE, NOBODY_THERE, "millrace.bridge.modules=other");
    }

    @Test
    void what_is_not_on_the_class_path_is_named() {
        shop.withClassLoader(new FilteredClassLoader(StreamBridge.class))
                .withPropertyValues(BRIDGE, NOBODY_THERE)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(SettingsException.class, missing -> assertThat(missing.fix())
                                .contains("millrace-stream-bridge")));
        shop.withClassLoader(new FilteredClassLoader(SinkRunner.class))
                .withPropertyValues(SINK, NOBODY_THERE)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(SettingsException.class, missing -> assertThat(missing.fix())
                                .contains("millrace-sink-runner")));
    }

    @Test
    void the_bridges_settings_reach_the_kinesis_client() {
        BridgeProperties set = new BridgeProperties(
                true,
                List.of(),
                "worker-1",
                Duration.ofMillis(40),
                Duration.ofSeconds(3),
                7,
                KclOptions.Assignment.LEADER,
                1,
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        assertThat(set.kcl(true))
                .isEqualTo(new KclOptions(
                        "worker-1",
                        Duration.ofMillis(40),
                        KclOptions.local().maxIdle(),
                        Duration.ofSeconds(3),
                        7,
                        KclOptions.Assignment.LEADER));
    }

    @Test
    void secrets_of_kafka_do_not_show() {
        assertThat(new KafkaProperties("b:1", Map.of("sasl.jaas.config", "secret"), false, false, 1, 1, Duration.ZERO))
                .hasToString("KafkaProperties[bootstrapServers=b:1, properties=[sasl.jaas.config]]");
    }

    private void refused(String fault, String... settings) {
        shop.withPropertyValues(settings).run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(fault));
    }
}
