/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.data.SortKeyCondition;
import dev.millrace.data.SortKeyCondition.BeginsWith;
import dev.millrace.data.SortKeyCondition.Between;
import dev.millrace.data.SortKeyCondition.Compared;
import dev.millrace.item.PartitionKey;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Conditions on sort keys as fixed expressions: what a caller gives is only ever a bound value. */
final class SortKeyExpressions {

    private static final String PARTITION = "pk = :pk";

    private SortKeyExpressions() {}

    static void apply(SortKeyCondition condition, PartitionKey partition, QueryRequest.Builder request) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":pk", AttributeValue.fromS(partition.text()));
        request.keyConditionExpression(PARTITION + expression(condition, values))
                .expressionAttributeValues(values);
    }

    private static String expression(SortKeyCondition condition, Map<String, AttributeValue> values) {
        if (condition instanceof BeginsWith prefix) {
            values.put(":a", AttributeValue.fromS(prefix.prefix()));
            return " AND begins_with(sk, :a)";
        } else if (condition instanceof Between range) {
            values.put(":a", AttributeValue.fromS(range.from()));
            values.put(":b", AttributeValue.fromS(range.to()));
            return " AND sk BETWEEN :a AND :b";
        } else if (condition instanceof Compared compared) {
            values.put(":a", AttributeValue.fromS(compared.bound()));
            return " AND sk " + operator(compared.comparison()) + " :a";
        }
        return "";
    }

    private static String operator(Compared.Comparison comparison) {
        return switch (comparison) {
            case BEFORE -> "<";
            case AT_MOST -> "<=";
            case AT_LEAST -> ">=";
            case AFTER -> ">";
        };
    }
}
