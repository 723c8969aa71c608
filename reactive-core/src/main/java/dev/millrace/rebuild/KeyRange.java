/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import java.util.List;

/**
 * A range of keys in the order of a read model's store.
 *
 * @param after the key before its first one; empty to begin with the first there is
 * @param upTo its last key; empty to end with the last there is
 */
public record KeyRange(List<String> after, List<String> upTo) {

    /** All keys. */
    public static final KeyRange ALL = new KeyRange(List.of(), List.of());

    /** Copies the keys. */
    public KeyRange {
        after = List.copyOf(after);
        upTo = List.copyOf(upTo);
    }

    KeyRange until(List<String> last) {
        return new KeyRange(after, last);
    }

    static KeyRange beyond(List<String> last) {
        return new KeyRange(last, List.of());
    }
}
