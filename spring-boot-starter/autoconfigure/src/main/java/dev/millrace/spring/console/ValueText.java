/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.history.AttributePath;
import dev.millrace.item.Attributes;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an attribute's value for people to read, about as JSON does, and no more of it than they would read. */
final class ValueText {

    static final int LONGEST = 2000;

    private final StringBuilder text = new StringBuilder();

    private ValueText() {}

    /** The value of the attribute; empty if there is none. */
    static String at(Attributes attributes, AttributePath path) {
        @Nullable Object value = attributes.asMap();
        for (String name : path.names()) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return "";
            }
            value = map.get(name);
        }
        return of(value);
    }

    static String of(@Nullable Object value) {
        ValueText shown = new ValueText();
        shown.append(value);
        return shown.isFull() ? shown.text.substring(0, LONGEST) + "…" : shown.text.toString();
    }

    private void append(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            appendAll("{", map.entrySet(), "}");
        } else if (value instanceof Map.Entry<?, ?> entry) {
            text.append(entry.getKey()).append(": ");
            append(entry.getValue());
        } else if (value instanceof Collection<?> list) {
            appendAll("[", list, "]");
        } else if (value instanceof String string) {
            text.append('"')
                    .append(string, 0, Math.min(string.length(), LONGEST + 1))
                    .append('"');
        } else {
            text.append(value);
        }
    }

    private void appendAll(String start, Collection<?> values, String end) {
        text.append(start);
        String separator = "";
        for (Object value : values) {
            if (isFull()) {
                return;
            }
            text.append(separator);
            append(value);
            separator = ", ";
        }
        text.append(end);
    }

    private boolean isFull() {
        return text.length() > LONGEST;
    }
}
