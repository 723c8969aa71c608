/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.Changes;
import dev.millrace.sink.runner.Delivery;
import dev.millrace.sink.runner.Position;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KafkaRoadTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private final KafkaRoadOptions options = KafkaRoadOptions.defaults();

    @Test
    void names_that_are_too_long_together_for_kafka_are_refused() {
        ModuleId longest = new ModuleId("e".repeat(63), "a".repeat(63), "m".repeat(63));

        assertThatThrownBy(() -> road(longest, "s".repeat(63)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("249");
    }

    @Test
    void a_road_that_was_never_used_closes_without_a_broker() {
        road(MODULE, "sql").close();
    }

    @Test
    void dead_letters_take_only_what_came_over_the_same_road() {
        try (KafkaRoad road = road(MODULE, "sql")) {
            assertThatThrownBy(() -> road.deadLetters().put(new Stranger(), new IllegalStateException(), 1))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void options_have_bounds() {
        assertRefused(() -> options.withCommitInterval(Duration.ZERO), "commitInterval");
        assertRefused(() -> options.withMaxFetch(0, 1), "maxPollRecords");
        assertRefused(() -> options.withMaxFetch(1, 0), "maxFetchBytes");
        assertRefused(() -> options.withHandOverTimeout(Duration.ofSeconds(-1)), "handOverTimeout");
        assertRefused(() -> options.withLongestPause(Duration.ofMillis(1)), "longestPause");
    }

    @Test
    void options_do_not_show_the_values_of_client_properties() {
        KafkaRoadOptions secured = options.withClientProperties(Map.of("sasl.jaas.config", "password=geheim"));

        assertThat(secured.toString()).contains("sasl.jaas.config").doesNotContain("geheim");
    }

    @Test
    void what_our_promises_rest_on_cannot_be_overridden() {
        ClientProperties clients = new ClientProperties(
                "localhost:1", options.withClientProperties(Map.of("enable.auto.commit", "true", "acks", "0")));

        assertThat(clients.consumer("group")).containsEntry("enable.auto.commit", false);
        assertThat(clients.deadLetterProducer()).containsEntry("acks", "all");
    }

    private KafkaRoad road(ModuleId module, String sink) {
        return KafkaRoad.of("localhost:1", module, SinkName.of(sink), options);
    }

    private static void assertRefused(ThrowingCallable call, String what) {
        assertThatThrownBy(call).isInstanceOf(InvalidValueException.class).hasMessageStartingWith(what + " ");
    }

    private record Stranger() implements Delivery {

        @Override
        public Position position() {
            return new Position("elsewhere", 0, 0);
        }

        @Override
        public Content content() {
            return new Decoded(Changes.change("A", 1));
        }

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public void acknowledge() {}
    }
}
