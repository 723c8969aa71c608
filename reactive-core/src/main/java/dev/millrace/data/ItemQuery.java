/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;

/**
 * What a listing of a partition covers.
 *
 * @param sortKeys which sort keys; default all of them
 * @param order in which order; default ascending
 * @param limit how many items a page holds at most, 1 to 1,000; default 10
 * @param includeDeleted whether soft-deleted and expired items show; default no
 */
public record ItemQuery(SortKeyCondition sortKeys, Order order, int limit, boolean includeDeleted) {

    /** How many items a page holds unless told otherwise. */
    public static final int DEFAULT_LIMIT = 10;

    private static final int LARGEST_LIMIT = 1_000;

    /** In which order items are listed. */
    public enum Order {
        /** Smallest sort key first. */
        ASCENDING,
        /** Largest sort key first. */
        DESCENDING
    }

    /** Validates the limit; fails with {@link InvalidValueException}. */
    public ItemQuery {
        requireNonNull(sortKeys, "sortKeys");
        requireNonNull(order, "order");
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new InvalidValueException("limit", Integer.toString(limit), "must be from 1 to " + LARGEST_LIMIT);
        }
    }

    /** All live items of the partition, ascending, ten a page. */
    public static ItemQuery all() {
        return new ItemQuery(SortKeyCondition.any(), Order.ASCENDING, DEFAULT_LIMIT, false);
    }

    /** The same query for other sort keys. */
    public ItemQuery where(SortKeyCondition condition) {
        return new ItemQuery(condition, order, limit, includeDeleted);
    }

    /** The same query in descending order. */
    public ItemQuery descending() {
        return new ItemQuery(sortKeys, Order.DESCENDING, limit, includeDeleted);
    }

    /** The same query with pages of another size. */
    public ItemQuery limit(int newLimit) {
        return new ItemQuery(sortKeys, order, newLimit, includeDeleted);
    }

    /** The same query, soft-deleted and expired items included. */
    public ItemQuery withDeleted() {
        return new ItemQuery(sortKeys, order, limit, true);
    }
}
