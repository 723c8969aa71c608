/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.item.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way down an item's attributes to one of them.
 *
 * @param names the names on the way, at least one
 */
public record AttributePath(List<String> names) {

    /** Copies the names; fails with {@link InvalidValueException} when there are none. */
    public AttributePath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw InvalidValueException.hidden("attribute path", "must have at least one name");
        }
    }

    /** The path of those names. */
    public static AttributePath of(String... names) {
        return new AttributePath(List.of(names));
    }

    /** The path one step further down. */
    AttributePath then(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new AttributePath(longer);
    }

    /** The path as a JSON Pointer (RFC 6901), for example {@code /address/city}. */
    public String pointer() {
        return names.stream()
                .map(name -> "/" + name.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** The {@link #pointer()}; names are part of a payload, so do not log it. */
    @Override
    public String toString() {
        return pointer();
    }
}
