/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Others have the CloudEvents library and not ours; each side reads what the other writes. */
class CloudEventsInteropTest {

    private final ChangeWire wire = ChangeWire.json();

    @Test
    void what_we_write_is_an_event_to_the_cloudevents_library() {
        CloudEvent event =
                KafkaMessageFactory.createReader(consumed(Changes.insert())).toEvent();
        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d01");
        assertThat(event.getSource()).isEqualTo(URI.create("/prod/shop/order"));
        assertThat(event.getType()).isEqualTo("dev.millrace.change.v1");
        assertThat(event.getSubject()).isEqualTo("ORDER#acme#ORDER-7");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-23T09:30:00.005Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getDataSchema()).isNull();
    }

    @Test
    void our_extensions_are_extensions_to_the_cloudevents_library() {
        CloudEvent event =
                KafkaMessageFactory.createReader(consumed(Changes.insert())).toEvent();
        assertThat(event.getExtensionNames())
                .containsExactlyInAnyOrder(
                        "tenant", "itemtype", "itemversion", "deleted", "partitionkey", "traceparent");
        assertThat(event.getExtension("partitionkey")).isEqualTo("ORDER#acme#ORDER-7");
        assertThat(event.getExtension("itemversion")).isEqualTo("1");
        assertThat(requireNonNull(event.getData()).toBytes())
                .isEqualTo(Records.body().getBytes(UTF_8));
    }

    @Test
    void an_event_of_the_cloudevents_library_is_a_change_to_us() {
        CloudEvent event = CloudEventBuilder.v1()
                .withId("0f6e2c1a-5b1c-4d7e-9a53-2f6c8e1b7d01")
                .withSource(URI.create("https://other.example/orders"))
                .withType("dev.millrace.change.v1")
                .withSubject("ORDER#acme#ORDER-7")
                .withExtension("tenant", "acme")
                .withExtension("itemtype", "ORDER")
                .withExtension("itemversion", 1)
                .withExtension("deleted", false)
                .withExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .withExtension("somethingelse", "x")
                .withData("application/json", Records.body().getBytes(UTF_8))
                .build();
        assertThat(wire.read(Records.consumed(KafkaMessageFactory.createWriter(Changes.TOPIC, "ORDER#acme#ORDER-7")
                        .writeBinary(event))))
                .isEqualTo(Changes.insert());
    }

    @Test
    void an_event_that_the_cloudevents_library_hands_on_is_still_the_same_change() {
        ConsumerRecord<String, byte[]> record = consumed(Changes.exotic());
        CloudEvent event = KafkaMessageFactory.createReader(record).toEvent();
        assertThat(wire.read(Records.consumed(KafkaMessageFactory.createWriter("elsewhere", record.key())
                        .writeBinary(event))))
                .isEqualTo(Changes.exotic());
    }

    private ConsumerRecord<String, byte[]> consumed(ChangeRecord change) {
        return Records.consumed(wire.write(Changes.TOPIC, change, Changes.MODULE));
    }
}
