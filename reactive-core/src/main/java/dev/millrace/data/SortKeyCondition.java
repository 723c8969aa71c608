/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.util.Objects.requireNonNull;

/**
 * Which sort keys of a partition a listing covers. The texts are bounds, not keys: they need not name an item. Keys
 * compare as their UTF-8 bytes.
 */
public sealed interface SortKeyCondition {

    /** Every sort key. */
    static SortKeyCondition any() {
        return Any.INSTANCE;
    }

    /** Sort keys that begin with the prefix, which is not empty. */
    static SortKeyCondition beginsWith(String prefix) {
        return new BeginsWith(prefix);
    }

    /** Sort keys from one text to another, both included. */
    static SortKeyCondition between(String from, String to) {
        return new Between(from, to);
    }

    /** Sort keys at or after the text. */
    static SortKeyCondition from(String from) {
        return new Compared(Compared.Comparison.AT_LEAST, from);
    }

    /** Sort keys after the text. */
    static SortKeyCondition after(String bound) {
        return new Compared(Compared.Comparison.AFTER, bound);
    }

    /** Sort keys at or before the text. */
    static SortKeyCondition upTo(String to) {
        return new Compared(Compared.Comparison.AT_MOST, to);
    }

    /** Sort keys before the text. */
    static SortKeyCondition before(String bound) {
        return new Compared(Compared.Comparison.BEFORE, bound);
    }

    /** No condition. */
    enum Any implements SortKeyCondition {
        /** The one value. */
        INSTANCE
    }

    /**
     * A common beginning.
     *
     * @param prefix the beginning
     */
    record BeginsWith(String prefix) implements SortKeyCondition {

        /** Refuses an empty prefix, which no table can search for. */
        public BeginsWith {
            Bounds.requireBound(prefix);
        }
    }

    /**
     * A closed range.
     *
     * @param from the first
     * @param to the last
     */
    record Between(String from, String to) implements SortKeyCondition {

        /** Refuses empty bounds and a range that ends before it begins. */
        public Between {
            Bounds.requireBound(from);
            Bounds.requireBound(to);
            Bounds.requireOrder(from, to);
        }
    }

    /**
     * A half-open range.
     *
     * @param comparison on which side of the bound the keys lie
     * @param bound the bound
     */
    record Compared(Comparison comparison, String bound) implements SortKeyCondition {

        /** Refuses an empty bound. */
        public Compared {
            requireNonNull(comparison, "comparison");
            Bounds.requireBound(bound);
        }

        /** On which side of the bound the keys lie. */
        public enum Comparison {
            /** Before the bound. */
            BEFORE,
            /** Before the bound or equal to it. */
            AT_MOST,
            /** After the bound or equal to it. */
            AT_LEAST,
            /** After the bound. */
            AFTER
        }
    }
}
