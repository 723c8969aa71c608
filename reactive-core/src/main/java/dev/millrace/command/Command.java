/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Instant;

/**
 * The intention to set an item's content, given the state it is expected in.
 *
 * <p>A command has an id from the start. Publishing the same value again, after a lost answer say, gives the same
 * outcome and writes nothing a second time: for ever if it names the version it expects; if it expects the latest, as
 * long as no other command came in between, or for 24 hours under an {@linkplain #withIdempotencyKey idempotency key}.
 *
 * @param id names this command for ever
 * @param key which item
 * @param expected the state it must be in
 * @param content what it holds afterwards, whole
 * @param idempotent whether the id is an idempotency key
 */
public record Command(CommandId id, ItemKey key, ExpectedVersion expected, ItemContent content, boolean idempotent) {

    /** Refuses null. */
    public Command {
        requireNonNull(id, "id");
        requireNonNull(key, "key");
        requireNonNull(expected, "expected");
        requireNonNull(content, "content");
    }

    /** A command with a new id that creates an item. */
    public static Command create(ItemKey key, Attributes attributes) {
        return of(key, ExpectedVersion.absent(), attributes);
    }

    /** A command with a new id that creates an item with that content. */
    public static Command create(ItemKey key, ItemContent content) {
        return of(key, ExpectedVersion.absent(), content);
    }

    /** A command with a new id that replaces the content of an item at that version. */
    public static Command update(ItemKey key, Version version, Attributes attributes) {
        return of(key, ExpectedVersion.exactly(version), attributes);
    }

    /** A command with a new id that gives an item at that version that content. */
    public static Command update(ItemKey key, Version version, ItemContent content) {
        return of(key, ExpectedVersion.exactly(version), content);
    }

    /** A command with a new id that sets the content of an item in whatever state it is. */
    public static Command put(ItemKey key, Attributes attributes) {
        return of(key, ExpectedVersion.latest(), attributes);
    }

    /** A command with a new id that gives an item that content in whatever state it is. */
    public static Command put(ItemKey key, ItemContent content) {
        return of(key, ExpectedVersion.latest(), content);
    }

    /** A command with a new id. */
    public static Command of(ItemKey key, ExpectedVersion expected, Attributes attributes) {
        return of(key, expected, ItemContent.of("", attributes));
    }

    /** A command with a new id. */
    public static Command of(ItemKey key, ExpectedVersion expected, ItemContent content) {
        return new Command(CommandId.random(), key, expected, content, false);
    }

    /**
     * The same command under a key of the caller's that stands for it, such as a request's id: of all commands for the
     * item that have the key and expect the same, whoever publishes them and however often, one is recorded within 24
     * hours, and all get its outcome. The key becomes the command's id. Costs a transaction if the latest version is expected, else nothing.
     */
    public Command withIdempotencyKey(String idempotencyKey) {
        return new Command(new CommandId(idempotencyKey), key, expected, content, true);
    }

    /** The same command with another content. */
    public Command withContent(ItemContent newContent) {
        return new Command(id, key, expected, newContent, idempotent);
    }

    /** The same command, giving the item that name. */
    public Command named(String name) {
        return withContent(content.withName(name));
    }

    /** The same command, marking the item as deleted. */
    public Command deleting() {
        return withContent(content.withDeleted(true));
    }

    /** The same command, letting the item expire at that moment. */
    public Command expiringAt(Instant moment) {
        return withContent(content.withExpiresAt(moment));
    }

    /** Names the command, without what it holds. */
    @Override
    public String toString() {
        return "Command[%s, %s expected at %s]".formatted(id, key, expected);
    }
}
