/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes images as the stream of a command table holds them. */
public final class Images {

    private Images() {}

    /** Returns the image of the row that led to the change. */
    public static Map<String, AttributeValue> of(ChangeRecord change) {
        return CommandRows.write(command(change));
    }

    private static RecordedCommand command(ChangeRecord change) {
        return new RecordedCommand(change.state(), change.commandId(), change.origin());
    }

    /** How many bytes DynamoDB counts for the command table's row. */
    public static long commandBytes(ChangeRecord change) {
        return ItemSize.of(of(change));
    }

    /** How many bytes DynamoDB counts for the data table's row. */
    public static long dataBytes(ChangeRecord change) {
        return ItemSize.of(DataRows.write(command(change).toItem()));
    }
}
