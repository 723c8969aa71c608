/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.item.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that queries may name: those that the index declares, and what lies below fields that declare no more. */
final class DeclaredFields {

    private static final String FLAT = "flat_object";
    private static final Pattern PATH = Pattern.compile("[^\\p{Cntrl}*?\\\\]{1,256}");

    private final Map<String, String> types = new HashMap<>();

    DeclaredFields(Map<String, ?> fields) {
        collect("", fields);
    }

    private void collect(String prefix, Map<?, ?> fields) {
        fields.forEach((name, definition) -> {
            if (definition instanceof Map<?, ?> map) {
                add(prefix + name, map);
            }
        });
    }

    private void add(String path, Map<?, ?> definition) {
        if (definition.get("type") instanceof String type && !type.equals("object")) {
            types.put(path, type);
        }
        collectFrom(path, definition.get("properties"));
        collectFrom(path, definition.get("fields"));
    }

    private void collectFrom(String path, @Nullable Object fields) {
        if (fields instanceof Map<?, ?> map) {
            collect(path + ".", map);
        }
    }

    /** Returns the field if it can be searched; fails with {@link InvalidValueException}. */
    String requireKnown(String field) {
        if (!types.containsKey(field) && !isBelowFlat(field)) {
            throw new InvalidValueException("field", field, "is none that the index declares");
        }
        return field;
    }

    /** Returns the field if it has an order; fails with {@link InvalidValueException}. */
    String requireOrdered(String field) {
        requireKnown(field);
        if (!types.containsKey(field) || FLAT.equals(types.get(field)) || "text".equals(types.get(field))) {
            throw new InvalidValueException("field", field, "has no order in the index");
        }
        return field;
    }

    private boolean isBelowFlat(String field) {
        for (int dot = field.indexOf('.'); dot > 0; dot = field.indexOf('.', dot + 1)) {
            if (FLAT.equals(types.get(field.substring(0, dot)))) {
                return PATH.matcher(field).matches();
            }
        }
        return false;
    }
}
