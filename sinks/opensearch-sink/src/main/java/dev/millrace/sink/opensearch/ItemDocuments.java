/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Binary;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ready projection. */
enum ItemDocuments implements DocumentProjection {
    /** The one value. */
    INSTANCE;

    static final String ATTRIBUTES = "attributes";
    static final String UNINDEXED = "unindexed";

    /** Path and value of an attribute are one term of at most 32,766 bytes. */
    private static final int LONGEST_TERM = 8_000;

    private static final Map<String, Object> KEYWORD = Map.of("type", "keyword", "ignore_above", 256);
    private static final Map<String, Object> STAMP =
            Map.of("properties", Map.of("at", Map.of("type", "date"), "by", KEYWORD));

    private static final Map<String, Object> FIELDS = Map.of(
            "name",
            Map.of("type", "text", "fields", Map.of("raw", KEYWORD)),
            "schema",
            KEYWORD,
            "created",
            STAMP,
            "updated",
            STAMP,
            ATTRIBUTES,
            Map.of("type", "flat_object"),
            UNINDEXED,
            Map.of("type", "object", "enabled", false));

    @Override
    public Map<String, ?> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, ? extends @Nullable Object> document(ChangeRecord change) {
        ItemState state = change.state();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", state.content().name());
        if (!state.content().schema().isNone()) {
            document.put("schema", state.content().schema().type());
        }
        document.put("created", stamp(state.audit().created()));
        document.put("updated", stamp(state.audit().updated()));
        putAttributes(document, state.content().attributes().asMap());
        return document;
    }

    private static Map<String, Object> stamp(Stamp stamp) {
        return Map.of("at", stamp.at(), "by", stamp.by());
    }

    private static void putAttributes(Map<String, Object> document, Map<String, Object> attributes) {
        Map<String, Object> indexed = new LinkedHashMap<>();
        Map<String, Object> unindexed = new LinkedHashMap<>();
        attributes.forEach((name, value) -> (isLong(value) ? unindexed : indexed).put(name, value));
        document.put(ATTRIBUTES, indexed);
        if (!unindexed.isEmpty()) {
            document.put(UNINDEXED, unindexed);
        }
    }

    private static boolean isLong(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return hasLong(map.values());
        } else if (value instanceof Collection<?> list) {
            return hasLong(list);
        } else if (value instanceof Binary binary) {
            return binary.size() > LONGEST_TERM;
        }
        return value instanceof String text && text.length() > LONGEST_TERM;
    }

    private static boolean hasLong(Collection<?> values) {
        for (Object value : values) {
            if (isLong(value)) {
                return true;
            }
        }
        return false;
    }
}
