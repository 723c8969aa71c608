/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of every document that is the sink's own: the top-level field {@code item}. */
final class Envelope {

    static final String ITEM = "item";
    static final String ID = "item.id";
    static final String TENANT = "item.tenant";
    static final String DELETED = "item.deleted";
    static final String APPLIED_AT = "item.appliedAt";
    static final String EXPIRES_AT = "item.expiresAt";

    /** What a date of OpenSearch can say: what expires later does not expire, what expired earlier has. */
    private static final Instant LAST_DATE = Instant.parse("9999-12-31T23:59:59Z");

    private static final Instant FIRST_DATE = Instant.EPOCH;

    private static final Map<String, Object> KEYWORD = Map.of("type", "keyword");

    private static final Map<String, Object> DEFINITION = Map.of(
            "dynamic",
            false,
            "properties",
            Map.of(
                    "id",
                    KEYWORD,
                    "type",
                    KEYWORD,
                    "tenant",
                    KEYWORD,
                    "version",
                    Map.of("type", "long"),
                    "deleted",
                    Map.of("type", "boolean"),
                    "appliedAt",
                    Map.of("type", "date"),
                    "expiresAt",
                    Map.of("type", "date")));

    private Envelope() {}

    /** The fields of the projection and our own. Fails with {@link InvalidValueException} if they collide. */
    static Map<String, Object> fields(DocumentProjection documents) {
        Map<String, Object> fields = new LinkedHashMap<>();
        documents.fields().forEach((name, definition) -> fields.put(requireFree(name), definition));
        fields.put(ITEM, DEFINITION);
        return fields;
    }

    /** The change as a document: of a deleted item no more than that it is deleted. */
    static Map<String, @Nullable Object> document(ChangeRecord change, DocumentProjection documents, Instant now) {
        boolean deleted = change.state().content().deleted();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(ITEM, item(change, deleted, now));
        if (!deleted) {
            documents.document(change).forEach((name, value) -> document.put(requireFree(name), value));
        }
        return document;
    }

    private static Map<String, Object> item(ChangeRecord change, boolean deleted, Instant now) {
        ItemKey key = change.key();
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", key.id());
        item.put("type", key.type());
        item.put("tenant", key.tenant().code());
        item.put("version", change.version().value());
        item.put("deleted", deleted);
        item.put("appliedAt", now);
        Instant expiry = change.state().removableAt();
        if (!expiry.isAfter(LAST_DATE)) {
            item.put("expiresAt", expiry.isBefore(FIRST_DATE) ? FIRST_DATE : expiry);
        }
        return item;
    }

    /** OpenSearch reads a dot in a name as a step down, so that {@code item.tenant} at the top would be a second tenant. */
    private static String requireFree(String name) {
        if (name.equals(ITEM) || name.startsWith(ITEM + ".")) {
            throw InvalidValueException.hidden("document", "must leave the top-level field item to the sink");
        }
        return name;
    }
}
