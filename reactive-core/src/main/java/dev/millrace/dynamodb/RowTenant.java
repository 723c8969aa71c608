/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.dynamodb.AttributeTrees.UnreadableValue;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row says twice whose it is, in its key and beside it; one that contradicts itself was not written by us. */
final class RowTenant {

    private static final String TENANT = "tenantCode";

    private RowTenant() {}

    /** Returns the key if the row names no other tenant than it does. */
    static ItemKey requireOf(ItemKey key, Map<String, AttributeValue> row) {
        String named = Rows.textOrEmpty(row, TENANT);
        if (!named.isEmpty() && !Tenant.of(named).equals(key.tenant())) {
            throw new UnreadableValue("names another tenant than its key");
        }
        return key;
    }
}
