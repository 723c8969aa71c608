/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Rows that remember which command ids were appended to an item. They live in the data table, whose changes nobody
 * streams, in partitions whose names no item's partition can have, and expire by themselves.
 */
final class Claims {

    /** How long an id is remembered. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    private static final String PARTITION_MARK = "$";

    private Claims() {}

    static Put put(String table, RecordedCommand command) {
        Instant now = command.state().audit().updated().at();
        Map<String, AttributeValue> row = new HashMap<>(key(command));
        row.put(Rows.VERSION, Rows.number(command.version().value()));
        row.put(Rows.TTL, Rows.number(now.plus(REMEMBERED).getEpochSecond()));
        return Put.builder()
                .tableName(table)
                .item(row)
                .conditionExpression(DynamoCommandLog.IS_FREE)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static Map<String, AttributeValue> key(RecordedCommand command) {
        ItemKey item = command.key();
        // Spread like the items themselves; hashed because both texts together may be longer than a sort key.
        return Rows.key(
                PARTITION_MARK + item.partition().text(),
                sha256(item.sort().text() + '\n' + command.id().text()));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
