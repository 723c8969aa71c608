/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import static dev.millrace.testkit.model.Violation.unless;

import dev.millrace.command.RecordedCommand;
import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the model knows of one item: its rows in order, which of them shows, and which ids may not come again. */
final class ModelItem {

    private static final ItemContent NOTHING = ItemContent.of("", Attributes.empty());

    private final List<RecordedCommand> rows = new ArrayList<>();
    private final Set<CommandId> once = new HashSet<>();
    private @Nullable RecordedCommand shown;

    long version() {
        return rows.size();
    }

    List<RecordedCommand> rows() {
        return rows;
    }

    @Nullable
    RecordedCommand shown() {
        return shown;
    }

    /** Takes note that this version is shown, or a later one. */
    void show(Version version) {
        if (shown == null || version.isAfter(shown.version())) {
            shown = row(version);
        }
    }

    RecordedCommand row(Version version) {
        unless(version.value() >= 1 && version.value() <= rows.size(), "version {} of {} rows", version, rows.size());
        return rows.get((int) version.value() - 1);
    }

    boolean has(CommandId id) {
        return rows.stream().anyMatch(row -> row.id().equals(id));
    }

    /** Tells whether the operation must not be recorded again, whatever came after it. */
    boolean isSettled(Operation operation) {
        return operation.id() != null
                && (operation.expectsLatest() ? once.contains(operation.id()) : has(operation.id()));
    }

    /** Tells whether it was so when the item was at that version. */
    boolean wasSettled(Operation operation, long version) {
        return isSettled(operation)
                && rows.stream().limit(version).anyMatch(row -> row.id().equals(operation.id()));
    }

    /** What the operation has to lead to, if nobody gets in between and nothing fails. */
    Verdict verdict(Operation operation) {
        if (operation.id() != null && has(operation.id())) {
            boolean newest = rows.get(rows.size() - 1).id().equals(operation.id());
            return newest || isSettled(operation) ? Verdict.RECORDED_BEFORE : Verdict.ANY;
        }
        if (operation.expectsLatest()) {
            return rows.isEmpty()
                    ? operation.needsItem() ? Verdict.NO_ITEM : Verdict.RECORDED_NOW
                    : recordedOrUnchanged(operation);
        }
        if (rows.size() >= operation.target()) {
            return Verdict.CONFLICT;
        }
        return rows.size() + 1 < operation.target()
                ? Verdict.NO_SUCH_VERSION
                : rows.isEmpty() ? Verdict.RECORDED_NOW : recordedOrUnchanged(operation);
    }

    private Verdict recordedOrUnchanged(Operation operation) {
        return operation.changes(rows.get(rows.size() - 1).content()) ? Verdict.RECORDED_NOW : Verdict.UNCHANGED;
    }

    /** Takes a row that is new in the log and must be that of one of the operations. */
    void take(RecordedCommand row, List<Operation> operations) {
        unless(row.version().value() == rows.size() + 1, "{} follows {} rows", row, rows.size());
        ItemContent before =
                rows.isEmpty() ? NOTHING : rows.get(rows.size() - 1).content();
        Operation writer = writer(row, before, operations);
        unless(!isSettled(writer), "{} is recorded again", row);
        unless(rows.isEmpty() || writer.changes(before), "{} changes nothing", row);
        unless(!rows.isEmpty() || !writer.needsItem(), "{} has nothing to work on", row);
        unless(writer.expectsLatest() || row.version().value() == writer.target(), "{} was not asked for", row);
        requireAudit(row);
        add(row, writer);
    }

    /** Under one idempotency key there may be several operations; the row is that of the one whose content it has. */
    private static Operation writer(RecordedCommand row, ItemContent before, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.wrote(row))
                .filter(operation -> operation.step().apply(before).equals(row.content()))
                .findFirst()
                .orElseThrow(() -> new Violation(row + " is nobody's, or holds what nobody told it to"));
    }

    private void requireAudit(RecordedCommand row) {
        var created = rows.isEmpty()
                ? row.state().audit().updated()
                : rows.get(0).state().audit().created();
        unless(row.state().audit().created().equals(created), "{} was not created then", row);
    }

    private void add(RecordedCommand row, Operation writer) {
        rows.add(row);
        if (writer.visible()) {
            show(row.version());
        }
        if (writer.countsOnce()) {
            once.add(row.id());
        }
    }
}
