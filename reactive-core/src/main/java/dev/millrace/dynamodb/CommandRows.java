/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.dynamodb.AttributeTrees.UnreadableValue;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.VersionedSortKey;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Rows of the command table. */
final class CommandRows {

    /** The names cpk and csk, and the longest keys that DynamoDB takes. */
    private static final int MOST_IN_DATA_ROW_ALONE = 6 + 2048 + 1024;

    private static final String COMMAND_ID = "commandId";
    private static final String SOURCE = "source";
    private static final String REQUEST_ID = "requestId";
    private static final String TRACEPARENT = "traceparent";

    private CommandRows() {}

    static Map<String, AttributeValue> write(RecordedCommand command) {
        Map<String, AttributeValue> row = Rows.write(command.state());
        row.put(
                Rows.SK,
                AttributeValue.fromS(command.key().sort().at(command.version()).text()));
        row.put(COMMAND_ID, AttributeValue.fromS(command.id().text()));
        row.put(SOURCE, AttributeValue.fromS(command.origin().source()));
        row.put(REQUEST_ID, AttributeValue.fromS(command.origin().requestId()));
        row.put(TRACEPARENT, AttributeValue.fromS(command.origin().traceparent()));
        return row;
    }

    /** The row, if it and the row that the data table will hold of it are within the limit. */
    static Map<String, AttributeValue> writeWithinLimit(RecordedCommand command) {
        Map<String, AttributeValue> row = write(command);
        // The data row has at most the two keys more: it is worth building only where that may matter.
        if (ItemSize.requireWithinLimit(command.key(), row) > ItemSize.LIMIT - MOST_IN_DATA_ROW_ALONE) {
            ItemSize.requireWithinLimit(command.key(), DataRows.write(command.toItem()));
        }
        return row;
    }

    /** Lets the query show no other rows than those of the command. */
    static QueryRequest.Builder onlyWith(CommandId id, QueryRequest.Builder query) {
        Map<String, AttributeValue> values = new HashMap<>(query.build().expressionAttributeValues());
        values.put(":id", AttributeValue.fromS(id.text()));
        return query.filterExpression(COMMAND_ID + " = :id").expressionAttributeValues(values);
    }

    static RecordedCommand read(Map<String, AttributeValue> row) {
        return Rows.read(row, CommandRows::decode);
    }

    private static RecordedCommand decode(Map<String, AttributeValue> row) {
        VersionedSortKey sort = VersionedSortKey.parse(Rows.text(row, Rows.SK));
        if (Rows.longValue(row, Rows.VERSION) != sort.version().value()) {
            throw new UnreadableValue("has another version than its sort key");
        }
        ItemKey key = new ItemKey(PartitionKey.parse(Rows.text(row, Rows.PK)), sort.sort());
        return new RecordedCommand(
                new ItemState(
                        Rows.requireTenant(key, row),
                        sort.version(),
                        Rows.content(row),
                        Rows.audit(row),
                        Rows.removableAt(row)),
                new CommandId(Rows.text(row, COMMAND_ID)),
                new Origin(
                        Rows.textOrEmpty(row, SOURCE),
                        Rows.textOrEmpty(row, REQUEST_ID),
                        Rows.textOrEmpty(row, TRACEPARENT)));
    }
}
