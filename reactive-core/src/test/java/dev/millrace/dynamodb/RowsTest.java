/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RowsTest {

    private static final String CANARY = "canary secret 4711";
    private static final ItemContent UNTYPED = ItemContent.of("a name", Attributes.of(Map.of("total", 12)));
    private static final ItemContent TYPED = UNTYPED.withSchema(PayloadSchema.of("shop.order", 3));

    private static RecordedCommand recorded(ItemContent content) {
        Audit audit = Audit.first(new Stamp(Instant.parse("2026-01-02T03:04:05.678Z"), "ada", "192.0.2.1"));
        ItemState state = new ItemState(ItemKey.of("ORDER", "acme", "7"), Version.FIRST, content, audit);
        return new RecordedCommand(state, new CommandId("command-1"), Origin.UNKNOWN);
    }

    private static Map<String, AttributeValue> typedRowWith(String name, AttributeValue value) {
        Map<String, AttributeValue> row = new HashMap<>(CommandRows.write(recorded(TYPED)));
        row.put(name, value);
        return row;
    }

    @Test
    void a_row_of_a_typed_payload_names_its_type_and_version() {
        assertThat(CommandRows.write(recorded(TYPED)))
                .containsEntry("payloadType", AttributeValue.fromS("shop.order"))
                .containsEntry("schemaVersion", AttributeValue.fromN("3"));
        assertThat(DataRows.write(recorded(TYPED).toItem()))
                .containsEntry("payloadType", AttributeValue.fromS("shop.order"))
                .containsEntry("schemaVersion", AttributeValue.fromN("3"));
    }

    @Test
    void a_row_of_a_payload_without_a_schema_says_nothing_of_one() {
        assertThat(CommandRows.write(recorded(UNTYPED))).doesNotContainKeys("payloadType", "schemaVersion");
        assertThat(DataRows.write(recorded(UNTYPED).toItem())).doesNotContainKeys("payloadType", "schemaVersion");
    }

    @Test
    void rows_read_back_as_they_were_written_with_and_without_a_schema() {
        for (ItemContent content : new ItemContent[] {TYPED, UNTYPED}) {
            RecordedCommand command = recorded(content);
            assertThat(CommandRows.read(CommandRows.write(command))).isEqualTo(command);
            assertThat(DataRows.read(DataRows.write(command.toItem()))).isEqualTo(command.toItem());
        }
    }

    @Test
    void the_image_of_a_row_in_a_stream_carries_the_schema() {
        ChangeRecord change = CommandImages.toChange(CommandRows.write(recorded(TYPED)));
        assertThat(change.state().content().schema()).isEqualTo(PayloadSchema.of("shop.order", 3));
    }

    @Test
    void half_a_schema_is_a_broken_row() {
        Map<String, AttributeValue> untyped = new HashMap<>(CommandRows.write(recorded(TYPED)));
        untyped.remove("schemaVersion");
        assertUndecodable(untyped, "has no number schemaVersion");
        Map<String, AttributeValue> nameless = new HashMap<>(CommandRows.write(recorded(TYPED)));
        nameless.remove("payloadType");
        assertUndecodable(nameless, "has no text payloadType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_version_that_no_schema_has_breaks_a_rule(String version) {
        assertUndecodable(
                typedRowWith("schemaVersion", AttributeValue.fromN(version)),
                "breaks a rule: schema version must be at least 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "1.5"})
    void a_version_that_is_no_whole_number_of_that_size_cannot_be_read(String version) {
        assertUndecodable(
                typedRowWith("schemaVersion", AttributeValue.fromN(version)),
                "has a time or a number that cannot be read");
    }

    @Test
    void a_type_that_is_no_name_does_not_show() {
        assertThatThrownBy(() -> CommandRows.read(typedRowWith("payloadType", AttributeValue.fromS(CANARY))))
                .isInstanceOf(UndecodableRowException.class)
                .hasMessageContaining("payload type must be 1 to 128 ASCII letters")
                .hasMessageNotContaining(CANARY);
    }

    private static void assertUndecodable(Map<String, AttributeValue> row, String rule) {
        assertThatThrownBy(() -> CommandRows.read(row))
                .isInstanceOf(UndecodableRowException.class)
                .hasMessage("row ORDER#acme/7#v0000000001 " + rule);
    }
}
