/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.item.Tenant;
import dev.millrace.sink.opensearch.SearchQuery.Condition;
import dev.millrace.sink.opensearch.SearchQuery.Order;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.SortOptions;
import org.opensearch.client.opensearch._types.SortOrder;
import org.opensearch.client.opensearch._types.query_dsl.Operator;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch._types.query_dsl.RangeQuery;
import org.opensearch.client.opensearch.core.SearchRequest;

/** Turns queries into requests: the tenant first, then what the caller asked for. */
final class SearchRequests {

    private static final Query EXPIRED = Query.of(
            query -> query.range(range -> range.field(Envelope.EXPIRES_AT).lte(JsonData.of("now"))));

    private final IndexName index;
    private final DeclaredFields fields;

    SearchRequests(IndexName index, DeclaredFields fields) {
        this.index = index;
        this.fields = fields;
    }

    /** A part of the index that cannot answer fails the query: half an answer looks like a whole one. */
    SearchRequest of(SearchQuery query, Tenant tenant) {
        SearchRequest.Builder request = new SearchRequest.Builder()
                .index(index.name())
                .routing(tenant.code())
                .allowPartialSearchResults(false)
                .query(conditions(query, tenant))
                .sort(order(query))
                .size(query.limit());
        if (!query.after().isEmpty()) {
            request.searchAfter(NextPage.values(query.after()));
        }
        return request.build();
    }

    private Query conditions(SearchQuery query, Tenant tenant) {
        List<Query> filters = new ArrayList<>();
        List<Query> scored = new ArrayList<>();
        filters.add(term(Envelope.TENANT, FieldValue.of(tenant.code())));
        filters.add(term(Envelope.DELETED, FieldValue.FALSE));
        for (Condition condition : query.conditions()) {
            (condition instanceof Condition.Matching ? scored : filters).add(query(condition));
        }
        return Query.of(
                all -> all.bool(bool -> bool.filter(filters).mustNot(EXPIRED).must(scored)));
    }

    private Query query(Condition condition) {
        if (condition instanceof Condition.Equal equal) {
            return term(fields.requireKnown(equal.field()), bound(equal.value()));
        } else if (condition instanceof Condition.Matching matching) {
            return match(fields.requireKnown(matching.field()), matching.words());
        }
        return range((Condition.Between) condition);
    }

    private static Query term(String field, FieldValue value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    private static Query match(String field, String words) {
        return Query.of(query -> query.match(
                match -> match.field(field).query(FieldValue.of(words)).operator(Operator.And)));
    }

    private Query range(Condition.Between between) {
        RangeQuery.Builder range = new RangeQuery.Builder().field(fields.requireOrdered(between.field()));
        if (between.from() != null) {
            range.gte(JsonData.of(text(between.from())));
        }
        if (between.to() != null) {
            range.lte(JsonData.of(text(between.to())));
        }
        return Query.of(query -> query.range(range.build()));
    }

    private static FieldValue bound(Object value) {
        return value instanceof Boolean flag ? FieldValue.of(flag) : FieldValue.of(text(value));
    }

    /** Numbers as the documents hold them; OpenSearch reads them from texts as well. */
    private static String text(Object value) {
        return value instanceof Number number ? DocumentJson.plain(number) : value.toString();
    }

    private List<SortOptions> order(SearchQuery query) {
        List<SortOptions> order = new ArrayList<>();
        @Nullable Order asked = query.order();
        if (asked != null) {
            order.add(by(fields.requireOrdered(asked.field()), asked.descending() ? SortOrder.Desc : SortOrder.Asc));
        } else if (query.conditions().stream().anyMatch(Condition.Matching.class::isInstance)) {
            order.add(SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))));
        }
        order.add(by(Envelope.ID, SortOrder.Asc));
        return order;
    }

    private static SortOptions by(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(order)));
    }
}
