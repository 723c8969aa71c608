/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.change.ChangeRecord;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of the command table as a stream shows them. */
public final class CommandImages {

    private CommandImages() {}

    /** Returns the change that a new row of the command table stands for; fails with {@link UndecodableRowException}. */
    public static ChangeRecord toChange(Map<String, AttributeValue> image) {
        return CommandRows.read(image).toChange();
    }
}
