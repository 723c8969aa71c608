/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Binary;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeWireTest {

    private static final int DEEPEST_NESTING = 30;
    private static final int LARGEST_ITEM = 400 * 1024;

    private final ChangeWire wire = ChangeWire.json();

    @Test
    void a_record_goes_to_the_topic_under_the_items_id_and_leaves_partition_and_time_to_kafka() {
        ProducerRecord<String, byte[]> record = wire.write("a-topic", Changes.insert(), Changes.MODULE);
        assertThat(record.topic()).isEqualTo("a-topic");
        assertThat(record.key()).isEqualTo("ORDER#acme#ORDER-7");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
    }

    @Test
    void a_change_without_a_trace_has_no_traceparent() {
        ProducerRecord<String, byte[]> record = wire.write(Changes.TOPIC, Changes.update(), Changes.MODULE);
        assertThat(record.headers().lastHeader("ce_traceparent")).isNull();
        assertThat(wire.read(Records.consumed(record)).origin().traceparent()).isEmpty();
    }

    @Test
    void attributes_as_deep_as_an_item_may_have_them_come_back() {
        Object value = Binary.of(new byte[] {1});
        for (int i = 0; i < DEEPEST_NESTING; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("down", value);
        }
        assertComesBack(Changes.with(Map.of("down", value)));
    }

    @Test
    void values_as_large_as_an_item_may_hold_them_come_back() {
        assertComesBack(Changes.with(Map.of("text", "\u0000".repeat(LARGEST_ITEM))));
        assertComesBack(Changes.with(Map.of("bytes", Binary.of(new byte[LARGEST_ITEM]))));
        assertComesBack(Changes.with(Map.of("n".repeat(LARGEST_ITEM), "value")));
    }

    @Test
    void headers_that_the_format_does_not_have_are_ignored() {
        assertThat(wire.read(Records.withHeader("traceparent", "other"))).isEqualTo(Changes.insert());
        assertThat(wire.read(Records.withHeader("app", null))).isEqualTo(Changes.insert());
    }

    @Test
    void extensions_that_the_format_does_not_have_are_ignored() {
        assertThat(wire.read(Records.withHeader("ce_region", "eu"))).isEqualTo(Changes.insert());
        assertThat(wire.read(Records.withHeader("ce_dataschema", "urn:x"))).isEqualTo(Changes.insert());
    }

    @Test
    void hints_that_the_body_makes_superfluous_may_be_absent() {
        assertThat(wire.read(Records.withoutHeader("ce_time"))).isEqualTo(Changes.insert());
        assertThat(wire.read(Records.withoutHeader("ce_partitionkey"))).isEqualTo(Changes.insert());
    }

    @Test
    void a_record_without_a_traceparent_is_a_change_without_a_trace() {
        Origin origin = Changes.insert().origin();
        assertThat(wire.read(Records.withoutHeader("ce_traceparent")).origin())
                .isEqualTo(new Origin(origin.source(), origin.requestId(), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1E999", "\"text\"", "{\"name\": {\"$mark\": []}}", "[[], {\"audit\": 1}]"})
    void fields_that_the_format_does_not_have_are_ignored(String value) {
        String later = "{\"later\":" + value + ",";
        String body = Records.body()
                .replaceFirst("\\{", Matcher.quoteReplacement(later))
                .replace("\"audit\":{", "\"audit\":" + later)
                .replace("\"updated\":{", "\"updated\":" + later)
                .replace("\"origin\":{", "\"origin\":" + later);
        assertThat(body.split("later", -1)).hasSize(5);
        assertThat(wire.read(Records.withBody(body.getBytes(UTF_8)))).isEqualTo(Changes.insert());
    }

    @Test
    void the_order_of_fields_and_white_space_do_not_matter() {
        String body =
                """
                {
                  "origin": {"requestId": "request-1", "source": "[order]:OrderService.create"},
                  "audit": {
                    "updated": {"ip": "192.0.2.10", "by": "user-1", "at": "2026-11-23T09:30:00.005Z"},
                    "created": {"ip": "192.0.2.10", "by": "user-1", "at": "2026-11-23T10:30:00.005000+01:00"}
                  },
                  "deleted": false,
                  "attributes": {"status": "open", "total": 1.2995e2, "lines": [{"sku": "A-1"}, {"sku": "B-2"}]},
                  "name": "Order 7"
                }
                """;
        assertThat(wire.read(Records.withBody(body.getBytes(UTF_8)))).isEqualTo(Changes.insert());
    }

    private void assertComesBack(ChangeRecord change) {
        assertThat(wire.read(Records.consumed(wire.write(Changes.TOPIC, change, Changes.MODULE))))
                .isEqualTo(change);
    }
}
