/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for: conditions that all hold, an order, and how many. Values are bound and never read as a query, so they
 * may come from anybody; fields are named by the application, and only ones that the index declares are accepted.
 *
 * <p>Immutable: each method returns another query.
 */
public final class SearchQuery {

    private static final SearchQuery ALL = new SearchQuery(List.of(), null, 20, "");
    private static final int LARGEST_PAGE = 1000;

    private final List<Condition> conditions;
    private final @Nullable Order order;
    private final int limit;
    private final String after;

    private SearchQuery(List<Condition> conditions, @Nullable Order order, int limit, String after) {
        this.conditions = conditions;
        this.order = order;
        this.limit = limit;
        this.after = after;
    }

    sealed interface Condition {

        record Equal(String field, Object value) implements Condition {}

        record Matching(String field, String words) implements Condition {}

        record Between(String field, @Nullable Object from, @Nullable Object to) implements Condition {}
    }

    record Order(String field, boolean descending) {}

    /** All items of the caller's tenant, 20 at a time; the best match first, or by id where nothing is matched. */
    public static SearchQuery all() {
        return ALL;
    }

    /** Only items whose field has, or contains, that value: a text, a number, a boolean or an {@link Instant}. */
    public SearchQuery equal(String field, Object value) {
        return with(new Condition.Equal(requireNonNull(field, "field"), requireValue(value)));
    }

    /** Only items of that type, the first part of their key. */
    public SearchQuery ofType(String type) {
        return equal("item.type", type);
    }

    /** Only items whose full-text field contains all these words, in whatever order. */
    public SearchQuery matching(String field, String words) {
        return with(new Condition.Matching(requireNonNull(field, "field"), requireNonNull(words, "words")));
    }

    /** Only items whose field is at least that value. */
    public SearchQuery atLeast(String field, Object value) {
        return with(new Condition.Between(requireNonNull(field, "field"), requireValue(value), null));
    }

    /** Only items whose field is at most that value. */
    public SearchQuery atMost(String field, Object value) {
        return with(new Condition.Between(requireNonNull(field, "field"), null, requireValue(value)));
    }

    /** In the order of that field, and by id where it is the same. */
    public SearchQuery ascendingBy(String field) {
        return new SearchQuery(conditions, new Order(requireNonNull(field, "field"), false), limit, after);
    }

    /** In the reverse order of that field, and by id where it is the same. */
    public SearchQuery descendingBy(String field) {
        return new SearchQuery(conditions, new Order(requireNonNull(field, "field"), true), limit, after);
    }

    /** At most that many items, from 1 to 1000. */
    public SearchQuery limit(int newLimit) {
        if (newLimit < 1 || newLimit > LARGEST_PAGE) {
            throw new InvalidValueException("limit", Integer.toString(newLimit), "must be from 1 to " + LARGEST_PAGE);
        }
        return new SearchQuery(conditions, order, newLimit, after);
    }

    /** The items after a page of the same query, by {@link SearchPage#next}; empty for the first page. */
    public SearchQuery after(String next) {
        return new SearchQuery(conditions, order, limit, requireNonNull(next, "next"));
    }

    private SearchQuery with(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new SearchQuery(List.copyOf(more), order, limit, after);
    }

    private static Object requireValue(Object value) {
        requireNonNull(value, "value");
        if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant) {
            return value;
        }
        throw InvalidValueException.hidden("value", "must be a text, a number, a boolean or an instant");
    }

    List<Condition> conditions() {
        return conditions;
    }

    @Nullable
    Order order() {
        return order;
    }

    int limit() {
        return limit;
    }

    String after() {
        return after;
    }
}
