/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import java.time.Instant;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.Conflicts;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.Refresh;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.DeleteByQueryRequest;
import org.opensearch.client.opensearch.core.DeleteByQueryResponse;
import reactor.core.publisher.Mono;

/** Removes what was deleted and written, or had expired and been written, before a moment. */
final class Purge {

    /** Few enough that a round ends before the connection's patience does. */
    private static final long ROUND = 10_000;

    private final SearchClient client;
    private final IndexName index;
    private final Instant before;

    Purge(SearchClient client, IndexName index, Instant before) {
        this.client = client;
        this.index = index;
        this.before = before;
    }

    Mono<Long> run() {
        return round().expand(last -> last == ROUND ? round() : Mono.empty()).reduce(0L, Long::sum);
    }

    private Mono<Long> round() {
        return client.deleteByQuery(request()).map(Purge::deleted);
    }

    private static long deleted(DeleteByQueryResponse answer) {
        Long deleted = answer.deleted();
        return deleted == null ? 0 : deleted;
    }

    private DeleteByQueryRequest request() {
        return new DeleteByQueryRequest.Builder()
                .index(index.writeAlias())
                .query(Query.of(query -> query.bool(both -> both.filter(gone(), isBefore(Envelope.APPLIED_AT)))))
                .conflicts(Conflicts.Proceed)
                .maxDocs((int) ROUND)
                .refresh(Refresh.True)
                .build();
    }

    private Query gone() {
        Query deleted = Query.of(
                query -> query.term(term -> term.field(Envelope.DELETED).value(FieldValue.TRUE)));
        return Query.of(query -> query.bool(
                either -> either.should(deleted, isBefore(Envelope.EXPIRES_AT)).minimumShouldMatch("1")));
    }

    private Query isBefore(String field) {
        return Query.of(query -> query.range(range -> range.field(field).lt(JsonData.of(before.toString()))));
    }
}
