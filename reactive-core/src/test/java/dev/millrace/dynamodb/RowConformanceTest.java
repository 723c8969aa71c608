/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of the command table, case by case. */
class RowConformanceTest {

    private static final Instant MOMENT = Instant.parse("2024-01-02T03:04:05Z");
    private static final String SOURCE = "[todo]:TodoService.create";

    private final RecordedCommand command = new RecordedCommand(
            new ItemState(
                    ItemKey.of("TODO", "mbc", "T1"),
                    Version.FIRST,
                    ItemContent.of("a name", Attributes.empty()),
                    Audit.first(new Stamp(MOMENT, "ada", "192.0.2.1"))),
            new CommandId("command-1"),
            new Origin(SOURCE, "", ""));

    @Test
    @DisplayName("[C-30] the source of a command travels as it was given")
    void the_source_travels_as_it_was_given() {
        ChangeRecord change = CommandImages.toChange(CommandRows.write(command));
        assertThat(change.origin().source()).isEqualTo(SOURCE);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-02T03:04:05+00:00",
        "2024-01-02T12:04:05+09:00",
        "2024-01-01T23:34:05-03:30",
        "2024-01-02T03:04:05Z"
    })
    @DisplayName("[C-52] a date is read with whatever offset it has, and written in UTC")
    void a_date_is_read_with_its_offset_and_written_in_utc(String stored) {
        Map<String, AttributeValue> row = new HashMap<>(CommandRows.write(command));
        assertThat(row).containsEntry("createdAt", AttributeValue.fromS("2024-01-02T03:04:05Z"));
        row.put("createdAt", AttributeValue.fromS(stored));
        assertThat(CommandImages.toChange(row).state().audit().created().at()).isEqualTo(MOMENT);
    }
}
