/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The intention to change parts of an item's content, given the state it is expected in. What a patch does not mention
 * stays as it is; to take something away it says so. Edits apply in the order in which they were added.
 *
 * <p>Like a {@link Command} a patch has an id from the start, and publishing the same value again is harmless.
 */
public final class CommandPatch {

    private final CommandId id;
    private final ItemKey key;
    private final ExpectedVersion expected;
    private final boolean idempotent;
    private final UnaryOperator<ItemContent> edits;

    private CommandPatch(
            CommandId id, ItemKey key, ExpectedVersion expected, boolean idempotent, UnaryOperator<ItemContent> edits) {
        if (requireNonNull(expected, "expected") == ExpectedVersion.absent()) {
            throw new InvalidValueException("expected version", "0", "leaves nothing to patch: publish a Command");
        }
        this.id = requireNonNull(id, "id");
        this.key = requireNonNull(key, "key");
        this.expected = expected;
        this.idempotent = idempotent;
        this.edits = edits;
    }

    /** A patch with a new id and no edits, of an item at that version. */
    public static CommandPatch of(ItemKey key, Version version) {
        return of(key, ExpectedVersion.exactly(version));
    }

    /** A patch with a new id and no edits; fails with {@link InvalidValueException} if the item is expected absent. */
    public static CommandPatch of(ItemKey key, ExpectedVersion expected) {
        return new CommandPatch(CommandId.random(), key, expected, false, UnaryOperator.identity());
    }

    /** The same patch under an idempotency key: see {@link Command#withIdempotencyKey}. */
    public CommandPatch withIdempotencyKey(String idempotencyKey) {
        return new CommandPatch(new CommandId(idempotencyKey), key, expected, true, edits);
    }

    /** And give the item that name. */
    public CommandPatch named(String name) {
        requireNonNull(name, "name");
        return and(content -> content.withName(name));
    }

    /** And set the attribute of that name; null is a value. */
    public CommandPatch set(String name, @Nullable Object value) {
        return setAt(List.of(name), value);
    }

    /**
     * And set the attribute at that path of names, replacing whatever is there. Missing maps on the way are made; a value
     * on the way that is no map is replaced by one.
     */
    public CommandPatch setAt(List<String> path, @Nullable Object value) {
        Edits.Path names = Edits.Path.of(path);
        @Nullable Object canonical = Edits.canonical(value);
        return editing(attributes -> Edits.set(attributes, names, canonical));
    }

    /** And merge these attributes in: maps name by name, at every depth; any other value replaces what is there. */
    public CommandPatch merge(Attributes attributes) {
        requireNonNull(attributes, "attributes");
        return editing(base -> Edits.merge(base, attributes.asMap()));
    }

    /** And remove the attribute of that name, if it is there. */
    public CommandPatch remove(String name) {
        return removeAt(List.of(name));
    }

    /** And remove the attribute at that path of names, if it is there. */
    public CommandPatch removeAt(List<String> path) {
        Edits.Path names = Edits.Path.of(path);
        return editing(attributes -> Edits.remove(attributes, names));
    }

    /** And mark the item as deleted. */
    public CommandPatch deleting() {
        return and(content -> content.withDeleted(true));
    }

    /** And bring the item back if it is deleted. */
    public CommandPatch restoring() {
        return and(content -> content.withDeleted(false));
    }

    /** Names this patch for ever. */
    public CommandId id() {
        return id;
    }

    /** Which item it changes. */
    public ItemKey key() {
        return key;
    }

    /** The state the item must be in. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** Whether the id is an idempotency key. */
    public boolean idempotent() {
        return idempotent;
    }

    /** Returns the content after the edits. */
    public ItemContent applyTo(ItemContent content) {
        return edits.apply(content);
    }

    /**
     * And change the content as the function does: the way to compute the next content from the one that is there. The
     * function may be called several times, each time with the content found then; it must not do anything else.
     */
    public CommandPatch updating(UnaryOperator<ItemContent> edit) {
        return and(requireNonNull(edit, "edit"));
    }

    private CommandPatch editing(UnaryOperator<Map<String, Object>> edit) {
        return and(content -> content.withAttributes(
                Attributes.of(edit.apply(content.attributes().asMap()))));
    }

    private CommandPatch and(UnaryOperator<ItemContent> edit) {
        return new CommandPatch(id, key, expected, idempotent, content -> edit.apply(edits.apply(content)));
    }

    /** Names the patch, without what it holds. */
    @Override
    public String toString() {
        return "CommandPatch[%s, %s expected at %s]".formatted(id, key, expected);
    }
}
