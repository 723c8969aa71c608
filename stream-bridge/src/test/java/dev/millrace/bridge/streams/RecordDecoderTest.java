/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.Changes;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

class RecordDecoderTest {

    private static final ShardId SHARD = ShardId.of("shard-1");

    private final RecordDecoder decoder = new RecordDecoder(SHARD, image -> Changes.change("order-1", 7));

    @Test
    void a_new_row_is_a_change() {
        assertThat(decoder.decode(record("INSERT"))).isEqualTo(Changes.changed(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODIFY", "REMOVE", "SOMETHING_NEW"})
    void whatever_else_happens_to_a_row_is_a_place_to_pass(String event) {
        assertThat(decoder.decode(record(event))).isEqualTo(Changes.mark(7));
    }

    @Test
    void a_row_that_cannot_be_read_is_named_by_its_keys() {
        RuntimeException cause = new IllegalStateException("broken");
        RecordDecoder broken = new RecordDecoder(SHARD, image -> {
            throw cause;
        });
        assertThat(broken.decode(record("INSERT")))
                .isEqualTo(new StreamRecord.Undecodable(
                        new DeadLetter(SHARD, Changes.place(7), "ORDER#acme", "order-1#v0000000007", cause)));
    }

    private static Record record(String event) {
        return Record.builder()
                .eventName(event)
                .dynamodb(image -> image.sequenceNumber("7")
                        .sizeBytes((long) Changes.BYTES)
                        .keys(Map.of(
                                "pk", AttributeValue.fromS("ORDER#acme"),
                                "sk", AttributeValue.fromS("order-1#v0000000007"))))
                .build();
    }
}
