/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edits of a tree of values, each giving a new tree. */
@SuppressWarnings("NullAway") // null is a legal value inside a payload; the JDK's collections are not annotated
final class Edits {

    private static final String ANY = "value";

    private Edits() {}

    /** A way down a tree of maps, at least one name long. */
    record Path(List<String> names) {

        static Path of(List<String> names) {
            if (names.isEmpty()) {
                throw InvalidValueException.hidden("attribute path", "must have at least one name");
            }
            return new Path(List.copyOf(names));
        }

        String head() {
            return names.get(0);
        }

        boolean isLeaf() {
            return names.size() == 1;
        }

        Path tail() {
            return new Path(names.subList(1, names.size()));
        }
    }

    /** Validates a value now, so that the caller's mistake shows where it is made, and makes it immutable. */
    static @Nullable Object canonical(@Nullable Object value) {
        Map<String, Object> holder = new HashMap<>();
        holder.put(ANY, value);
        return Attributes.of(holder).asMap().get(ANY);
    }

    static Map<String, Object> set(Map<String, Object> base, Path path, @Nullable Object value) {
        Map<String, Object> edited = new LinkedHashMap<>(base);
        edited.put(path.head(), path.isLeaf() ? value : set(mapAt(base, path.head()), path.tail(), value));
        return edited;
    }

    static Map<String, Object> remove(Map<String, Object> base, Path path) {
        if (!base.containsKey(path.head()) || (!path.isLeaf() && !(base.get(path.head()) instanceof Map))) {
            return base;
        }
        Map<String, Object> edited = new LinkedHashMap<>(base);
        if (path.isLeaf()) {
            edited.remove(path.head());
        } else {
            edited.put(path.head(), remove(mapAt(base, path.head()), path.tail()));
        }
        return edited;
    }

    static Map<String, Object> merge(Map<String, Object> base, Map<?, ?> over) {
        Map<String, Object> merged = new LinkedHashMap<>(base);
        over.forEach((name, value) -> merged.put(
                (String) name, value instanceof Map<?, ?> map ? merge(mapAt(base, (String) name), map) : value));
        return merged;
    }

    @SuppressWarnings("unchecked") // canonical values: every map has texts as names
    private static Map<String, Object> mapAt(Map<String, Object> base, String name) {
        return base.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
