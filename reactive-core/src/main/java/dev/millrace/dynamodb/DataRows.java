/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.data.DataItem;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.SortKey;
import dev.millrace.item.Version;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of the data table. */
final class DataRows {

    private static final String COMMAND_ID = "commandId";
    private static final String COMMAND_PK = "cpk";
    private static final String COMMAND_SK = "csk";

    private DataRows() {}

    static Map<String, AttributeValue> write(DataItem item) {
        Map<String, AttributeValue> row = Rows.write(item.state());
        ItemKey key = item.key();
        row.put(Rows.SK, AttributeValue.fromS(key.sort().text()));
        row.put(COMMAND_ID, AttributeValue.fromS(item.commandId().text()));
        row.put(COMMAND_PK, AttributeValue.fromS(key.partition().text()));
        row.put(COMMAND_SK, AttributeValue.fromS(key.sort().at(item.version()).text()));
        return row;
    }

    static DataItem read(Map<String, AttributeValue> row) {
        return Rows.read(row, DataRows::decode);
    }

    private static DataItem decode(Map<String, AttributeValue> row) {
        ItemKey key = new ItemKey(PartitionKey.parse(Rows.text(row, Rows.PK)), SortKey.of(Rows.text(row, Rows.SK)));
        return new DataItem(
                new ItemState(
                        Rows.requireTenant(key, row),
                        Version.of(Rows.longValue(row, Rows.VERSION)),
                        Rows.content(row),
                        Rows.audit(row),
                        Rows.removableAt(row)),
                new CommandId(Rows.text(row, COMMAND_ID)));
    }
}
