/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

/** What becomes of the changes of one batch when not all of them fare the same. */
@ExtendWith(LocalOpenSearch.class)
class BulkOutcomesIT {

    private static final DocumentProjection TOTALS = DocumentProjection.of(
            Map.of("total", Map.of("type", "long")),
            change -> change.state().content().attributes().asMap());

    private final PartitionKey partition = Samples.freshPartition();
    private Relay relay;
    private SearchFixture search;

    @BeforeEach
    void open(OpenSearchLocal engine) {
        relay = Relay.to(engine.endpoint());
        search = SearchFixture.create(engine, relay.endpoint(), TOTALS);
    }

    @AfterEach
    void close() {
        search.close();
        relay.close();
    }

    private ItemKey key(int number) {
        return Samples.key(partition, "item-%04d".formatted(number));
    }

    private ChangeRecord total(int number, Object total) {
        return change(key(number), 2, Attributes.of(Map.of("total", total)));
    }

    private List<ChangeRecord> totals(int count) {
        List<ChangeRecord> changes = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            changes.add(total(number, number));
        }
        return changes;
    }

    private List<SinkOutcome> apply(ChangeSink sink, List<ChangeRecord> changes) {
        return sink.apply(changes).block(SearchFixture.PATIENCE);
    }

    @Test
    void of_a_thousand_with_a_409_a_400_and_a_429_each_gets_its_own_and_the_rest_is_applied() {
        int conflicting = 123;
        int refused = 456;
        int rejected = 789;
        List<ChangeRecord> changes = totals(1000);
        apply(search.sink, List.of(changes.get(conflicting)));
        changes.set(refused, total(refused, "not a number"));
        Relay.Answering node = Relay.node(search.node);
        relay.answering(new RejectingNode(node, key(rejected).id())).requests().clear();

        List<SinkOutcome> outcomes = apply(search.sink, changes);

        assertThat(relay.bulks()).hasSize(1);
        assertThat(outcomes.get(conflicting)).isEqualTo(SinkOutcome.stale());
        assertThat(outcomes.get(refused)).isInstanceOfSatisfying(Refused.class, refusal -> assertThat(refusal.cause())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("document was refused by OpenSearch: mapper_parsing_exception"));
        assertThat(outcomes.get(rejected)).isInstanceOfSatisfying(Deferred.class, wait -> assertThat(wait.cause())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageEndingWith("cannot be used now: rejected_execution_exception"));
        assertThat(outcomes).filteredOn(SinkOutcome.applied()::equals).hasSize(997);
        assertThat(search.find(partition.tenant().code(), SearchQuery.all()).total())
                .isEqualTo(998);

        relay.answering(node);
        assertThat(apply(search.sink, List.of(changes.get(rejected)))).containsExactly(SinkOutcome.applied());
        assertThat(search.appliedVersion(key(rejected))).isEqualTo(Version.of(2));
        assertThat(search.appliedVersion(key(refused))).isEqualTo(Version.NONE);
    }

    @Test
    void a_large_batch_is_sent_in_parts_of_which_none_is_over_the_limit() {
        int limit = 20_000;
        ChangeSink sink = search.index.sink(SearchFixture.REFRESHING.withMaxRequestBytes(limit));
        relay.requests().clear();

        assertThat(apply(sink, totals(100))).hasSize(100).containsOnly(SinkOutcome.applied());

        assertThat(relay.bulks())
                .hasSizeGreaterThan(1)
                .allSatisfy(bulk -> assertThat(bulk.body().length()).isLessThanOrEqualTo(limit));
    }

    @Test
    void a_document_over_the_limit_is_refused_alone_and_not_sent() {
        ChangeSink sink = search.index.sink(SearchFixture.REFRESHING.withMaxRequestBytes(20_000));
        List<ChangeRecord> changes = totals(3);
        changes.set(1, change(key(1), 2, note("x".repeat(20_000))));

        List<SinkOutcome> outcomes = apply(sink, changes);

        assertThat(outcomes.get(0)).isEqualTo(SinkOutcome.applied());
        assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
    }

    @Test
    void a_change_whose_projection_fails_is_refused_alone() {
        SearchIndex index = search.connection.index(
                search.index.name(),
                DocumentProjection.of(
                        Map.of("total", Map.of("type", "long")),
                        change -> Map.of(
                                "total", change.state().content().attributes().number("total"))));
        List<ChangeRecord> changes = totals(3);
        changes.set(1, change(key(1), 2, note("no total")));

        List<SinkOutcome> outcomes = apply(index.sink(SearchFixture.REFRESHING), changes);

        assertThat(outcomes.get(0)).isEqualTo(SinkOutcome.applied());
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Refused.class, refusal -> assertThat(refusal.cause())
                .hasMessage("attributes.total must be a number"));
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
    }

    @Test
    void a_document_that_lays_hand_on_the_sinks_own_field_is_refused() {
        for (String name : List.of("item", "item.tenant", "item.deleted")) {
            ChangeRecord change = change(key(1), 2, Attributes.of(Map.of("total", 1, name, "mallory")));

            assertThat(apply(search.sink, List.of(change)).get(0)).as(name).isInstanceOf(Refused.class);
        }
    }

    @Test
    void while_the_index_is_missing_batches_fail_and_no_index_comes_into_being() {
        SearchIndex missing = search.connection.index(SearchFixture.freshName(), TOTALS);

        missing.sink()
                .apply(totals(2))
                .as(StepVerifier::create)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(StoreMisconfiguredException.class)
                        .hasMessageContaining(missing.name().name())
                        .hasMessageContaining("create it"))
                .verify(SearchFixture.PATIENCE);
        assertThat(search.raw("GET", "/_cat/indices?h=index", ""))
                .doesNotContain(missing.name().name());
    }

    @Test
    void the_sink_writes_and_reads_documents_and_needs_no_other_right() {
        relay.requests().clear();

        search.apply(total(1, 1));
        search.appliedVersion(key(1));

        String alias = "/" + search.index.name().writeAlias();
        assertThat(relay.requests())
                .extracting(request -> request.method() + " " + request.path().replaceFirst("[?].*", ""))
                .containsExactly("POST " + alias + "/_bulk", "GET " + alias + "/_doc/" + encoded(key(1)));
    }

    private static String encoded(ItemKey key) {
        return key.id().replace("#", "%23");
    }

    @Test
    void after_an_outage_the_same_sink_applies_the_same_batch() {
        relay.answering(request -> null);
        search.sink
                .apply(totals(2))
                .as(StepVerifier::create)
                .expectError(StoreUnavailableException.class)
                .verify(SearchFixture.PATIENCE);

        relay.answering(Relay.node(search.node));

        assertThat(apply(search.sink, totals(2))).containsOnly(SinkOutcome.applied());
    }
}
