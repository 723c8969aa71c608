/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.model;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One publish, as the model sees it. The same value may be published any number of times.
 *
 * @param id null for a duplicate, whose id only the service knows
 * @param command null for what is no {@link Command}
 */
record Operation(
        String name,
        ItemKey key,
        @Nullable CommandId id,
        ExpectedVersion expected,
        boolean countsOnce,
        boolean visible,
        boolean needsItem,
        UnaryOperator<ItemContent> step,
        @Nullable Command command,
        Function<CommandService, Mono<PublishOutcome>> call) {

    private static final String DUPLICATED = "duplicated";

    static Operation of(Command command, boolean visible) {
        return new Operation(
                "put",
                command.key(),
                command.id(),
                command.expected(),
                command.idempotent() && command.expected() == ExpectedVersion.latest(),
                visible,
                false,
                base -> command.content(),
                command,
                service -> visible ? service.publishSync(command) : service.publishAsync(command));
    }

    static Operation of(CommandPatch patch, boolean visible) {
        return new Operation(
                "patch",
                patch.key(),
                patch.id(),
                patch.expected(),
                patch.idempotent() && patch.expected() == ExpectedVersion.latest(),
                visible,
                true,
                patch::applyTo,
                null,
                service ->
                        visible ? service.publishPartialUpdateSync(patch) : service.publishPartialUpdateAsync(patch));
    }

    static Operation duplicating(ItemKey key, ExpectedVersion expected) {
        return new Operation(
                "duplicate",
                key,
                null,
                expected,
                false,
                false,
                true,
                UnaryOperator.identity(),
                null,
                service -> service.duplicate(key, expected));
    }

    boolean isDuplicate() {
        return id == null;
    }

    /** Tells whether the row is this operation's, if it was not there before this round. */
    boolean wrote(RecordedCommand row) {
        return key.equals(row.key()) && (id == null ? row.origin().source().equals(DUPLICATED) : id.equals(row.id()));
    }

    boolean changes(ItemContent content) {
        return isDuplicate() || !step.apply(content).equals(content);
    }

    boolean expectsLatest() {
        return expected == ExpectedVersion.latest();
    }

    /** The version that a command writes which names the one it expects. */
    long target() {
        return expected instanceof ExpectedVersion.Exactly exactly
                ? exactly.version().value() + 1
                : Version.FIRST.value();
    }

    @Override
    public String toString() {
        return "%s%s%s %s at %s%s"
                .formatted(
                        visible ? "visible " : "",
                        countsOnce ? "once " : "",
                        name,
                        key.sort(),
                        expected,
                        id == null ? "" : " as " + id);
    }
}
