/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a command sets: everything of an item but its identity, version and audit. Two contents are equal exactly when
 * writing one over the other would change nothing.
 *
 * @param name a name for people; may be empty
 * @param attributes the payload
 * @param schema what kind of payload, in which form; {@link PayloadSchema#NONE} if that was not declared
 * @param deleted whether the item counts as deleted; the row stays
 * @param expiresAt when the item may be removed, in seconds; {@link #NEVER} if it stays
 */
public record ItemContent(
        String name, Attributes attributes, PayloadSchema schema, boolean deleted, Instant expiresAt) {

    /** The moment at which items that do not expire expire. */
    public static final Instant NEVER = Instant.MAX;

    /** Cuts the moment to seconds, the grain in which DynamoDB expires items; fails with {@link InvalidValueException}. */
    public ItemContent {
        UnicodeText.requireWellFormed("name", requireNonNull(name, "name"));
        requireNonNull(attributes, "attributes");
        requireNonNull(schema, "schema");
        expiresAt = requireNonNull(expiresAt, "expiresAt").equals(NEVER)
                ? NEVER
                : expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The content of a live item that does not expire, of which no schema is known. */
    public static ItemContent of(String name, Attributes attributes) {
        return new ItemContent(name, attributes, PayloadSchema.NONE, false, NEVER);
    }

    /** The same content under another name. */
    public ItemContent withName(String newName) {
        return new ItemContent(newName, attributes, schema, deleted, expiresAt);
    }

    /** The same content with another payload of the same schema. */
    public ItemContent withAttributes(Attributes newAttributes) {
        return new ItemContent(name, newAttributes, schema, deleted, expiresAt);
    }

    /** The same content under another schema; whoever changes that says what the attributes are. */
    public ItemContent withSchema(PayloadSchema newSchema) {
        return new ItemContent(name, attributes, newSchema, deleted, expiresAt);
    }

    /** The same content, deleted or not. */
    public ItemContent withDeleted(boolean newDeleted) {
        return new ItemContent(name, attributes, schema, newDeleted, expiresAt);
    }

    /** The same content, to be removed at another moment. */
    public ItemContent withExpiresAt(Instant newExpiresAt) {
        return new ItemContent(name, attributes, schema, deleted, newExpiresAt);
    }

    /** Tells whether the item may be removed some day. */
    public boolean expires() {
        return !expiresAt.equals(NEVER);
    }

    /** Shows the shape of the content, nothing of what it says. */
    @Override
    public String toString() {
        return "ItemContent[%s, %s, %s]".formatted(attributes, schema, deleted ? "deleted" : "live");
    }
}
