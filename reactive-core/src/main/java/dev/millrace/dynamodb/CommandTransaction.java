/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Rows to append in one transaction: what is sent for them, and what the reasons of a cancellation say of each. */
final class CommandTransaction {

    /** DynamoDB's limit. */
    private static final int MOST_WRITES = 100;

    private static final String CHECK_FAILED = "ConditionalCheckFailed";

    private final ModuleId module;
    private final List<Part> parts = new ArrayList<>();
    private final List<TransactWriteItem> writes = new ArrayList<>();

    /** Fails with {@link InvalidValueException} for rows that no transaction can hold. */
    CommandTransaction(ModuleId module, List<Append> rows) {
        this.module = module;
        requireDistinct(rows);
        rows.forEach(row -> parts.add(new Part(row)));
        if (writes.size() > MOST_WRITES) {
            throw InvalidValueException.hidden(
                    "a transaction", "must have at most %d writes, has %d".formatted(MOST_WRITES, writes.size()));
        }
    }

    private static void requireDistinct(List<Append> rows) {
        if (rows.isEmpty()) {
            throw InvalidValueException.hidden("a transaction", "must have at least one row");
        }
        Set<ItemKey> keys = new HashSet<>();
        for (Append row : rows) {
            if (!keys.add(row.command().key())) {
                throw InvalidValueException.hidden(
                        "a transaction",
                        "must not change %s twice".formatted(row.command().key()));
            }
        }
    }

    TransactWriteItemsRequest request() {
        return TransactWriteItemsRequest.builder().transactItems(writes).build();
    }

    /** Any command of the transaction, to name it by. */
    RecordedCommand first() {
        return parts.get(0).command;
    }

    List<AppendOutcome> appended() {
        return parts.stream().map(part -> AppendOutcome.appended()).toList();
    }

    /** What a cancellation says of each row; null if it says nothing of any. */
    @Nullable
    List<AppendOutcome> outcomes(TransactionCanceledException canceled) {
        List<CancellationReason> reasons = canceled.cancellationReasons();
        return reasons.stream().anyMatch(CommandTransaction::isCheckFailed)
                ? parts.stream().map(part -> part.outcome(reasons, canceled)).toList()
                : null;
    }

    private static boolean isCheckFailed(CancellationReason reason) {
        return CHECK_FAILED.equals(reason.code());
    }

    /** The writes for one row, and where they are among those of the transaction. */
    private final class Part {

        private final RecordedCommand command;
        private final int logAt;
        private final int viewAt;
        private final int claimAt;

        Part(Append row) {
            this.command = row.command();
            this.logAt = add(log());
            this.viewAt = row.visible() ? add(DynamoDataStore.put(module.dataTable(), command.toItem())) : -1;
            this.claimAt = row.once() ? add(Claims.put(module.dataTable(), command)) : -1;
        }

        private int add(Put put) {
            writes.add(TransactWriteItem.builder().put(put).build());
            return writes.size() - 1;
        }

        private Put log() {
            return Put.builder()
                    .tableName(module.commandTable())
                    .item(CommandRows.writeWithinLimit(command))
                    .conditionExpression(DynamoCommandLog.IS_FREE)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build();
        }

        AppendOutcome outcome(List<CancellationReason> reasons, TransactionCanceledException canceled) {
            Map<String, AttributeValue> claim = taken(reasons, claimAt);
            if (claim != null) {
                return AppendOutcome.repeated(Version.of(Rows.longValue(claim, Rows.VERSION)));
            }
            Map<String, AttributeValue> winner = taken(reasons, logAt);
            if (winner != null) {
                return AppendOutcome.taken(CommandRows.read(winner));
            }
            if (taken(reasons, viewAt) != null) {
                throw disagreement(canceled);
            }
            return AppendOutcome.withheld();
        }

        private static @Nullable Map<String, AttributeValue> taken(List<CancellationReason> reasons, int at) {
            return at >= 0 && at < reasons.size() && isCheckFailed(reasons.get(at))
                    ? reasons.get(at).item()
                    : null;
        }

        private StoreMisconfiguredException disagreement(TransactionCanceledException canceled) {
            return new StoreMisconfiguredException(
                    "table %s holds %s at version %s or later, table %s does not: one of them was restored or emptied"
                            .formatted(module.dataTable(), command.key(), command.version(), module.commandTable()),
                    canceled);
        }
    }
}
