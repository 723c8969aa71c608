/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.MisplacedItemException;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Queries find what they ask for, of one tenant and no other. */
@ExtendWith(LocalOpenSearch.class)
class TenantSearchIT {

    private static Relay relay;
    private static SearchFixture search;

    private final String mine = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final String theirs = "t" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void open(OpenSearchLocal engine) {
        relay = Relay.to(engine.endpoint());
        search = SearchFixture.create(engine, relay.endpoint(), DocumentProjection.items());
    }

    @AfterAll
    static void close() {
        search.close();
        relay.close();
    }

    private static ItemKey key(String tenant, String sort) {
        return ItemKey.of("ORDER", tenant, sort);
    }

    private static ChangeRecord order(String tenant, String sort, Object... attributes) {
        return change(
                key(tenant, sort), 1, Attributes.of(Map.of((String) attributes[0], attributes[1], "same", "same")));
    }

    private static List<String> find(String tenant, SearchQuery query) {
        return search.sorts(tenant, query);
    }

    private static StepVerifier.FirstStep<SearchPage> failing(InvokeContext caller, SearchQuery query) {
        return StepVerifier.create(search.index.search().find(query).contextWrite(caller.asContext()));
    }

    @Test
    void a_caller_finds_its_own_tenants_items_whatever_it_asks_and_whatever_its_role() {
        search.apply(order(mine, "1", "a", 1), order(theirs, "2", "a", 1));

        assertThat(find(mine, SearchQuery.all())).containsExactly("1");
        assertThat(find(mine, SearchQuery.all().equal("item.tenant", theirs))).isEmpty();
        assertThat(find(
                        mine,
                        SearchQuery.all().equal("item.id", key(theirs, "2").id())))
                .isEmpty();
        StepVerifier.create(search.index
                        .search()
                        .find(SearchQuery.all())
                        .contextWrite(InvokeContext.of("root", mine, TenantGuard.SYSTEM_ADMIN)
                                .asContext()))
                .assertNext(page -> assertThat(page.items())
                        .extracting(item -> item.key().tenant().code())
                        .containsOnly(mine))
                .expectComplete()
                .verify(SearchFixture.PATIENCE);
    }

    @Test
    void without_a_caller_nothing_is_asked() {
        relay.requests().clear();

        StepVerifier.create(search.index.search().find(SearchQuery.all())).verifyError(MissingContextException.class);
        assertThat(relay.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "\"}}, {\"match_all\": {}}, {\"term\": {\"x\": \"",
                "same OR item.tenant:*",
                "a name\" | item.deleted:true",
                "{\"query\":{\"match_all\":{}}}"
            })
    void what_a_user_types_is_a_value_and_never_a_query(String typed) {
        search.apply(order(mine, "1", "a", 1), order(theirs, "2", "a", 1), order(mine, "3", "typed", typed));

        assertThat(find(mine, SearchQuery.all().equal("attributes.typed", typed)))
                .containsExactly("3");
        assertThat(find(mine, SearchQuery.all().equal("attributes.same", typed)))
                .isEmpty();
        assertThat(find(mine, SearchQuery.all().matching("name", "zzz " + typed)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_id", "*", "item", "attributes.a*", "attributes.a\n", "created", ""})
    void a_field_that_the_index_does_not_declare_is_refused_before_anything_is_asked(String field) {
        relay.requests().clear();

        failing(InvokeContext.of("ada", mine), SearchQuery.all().equal(field, "x"))
                .verifyError(InvalidValueException.class);
        assertThat(relay.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "attributes.a", "attributes"})
    void a_field_without_an_order_cannot_order(String field) {
        for (SearchQuery query :
                List.of(SearchQuery.all().ascendingBy(field), SearchQuery.all().atLeast(field, 1))) {
            failing(InvokeContext.of("ada", mine), query).verifyError(InvalidValueException.class);
        }
    }

    @Test
    void values_of_all_kinds_can_be_asked_for_at_any_depth() {
        search.apply(
                order(mine, "text", "v", "Blue"),
                order(mine, "thousand", "v", 1000),
                order(mine, "fraction", "v", new BigDecimal("2.50")),
                order(mine, "truth", "v", true),
                order(mine, "deep", "v", Map.of("w", List.of(Map.of("x.y", "Blue")))));

        assertThat(find(mine, SearchQuery.all().equal("attributes.v", "Blue"))).containsExactly("text");
        assertThat(find(mine, SearchQuery.all().equal("attributes.v", 1000L))).containsExactly("thousand");
        assertThat(find(mine, SearchQuery.all().equal("attributes.v", 2.5))).containsExactly("fraction");
        assertThat(find(mine, SearchQuery.all().equal("attributes.v", true))).containsExactly("truth");
        assertThat(find(mine, SearchQuery.all().equal("attributes.v.w.x.y", "Blue")))
                .containsExactly("deep");
        assertThat(find(mine, SearchQuery.all().equal("attributes.v", "blue"))).isEmpty();
    }

    @Test
    void types_words_versions_and_times_can_be_asked_for_together() {
        search.apply(order(mine, "1", "a", 1), change(ItemKey.of("BILL", mine, "2"), 7, note("x")));

        assertThat(find(mine, SearchQuery.all().ofType("BILL").matching("name", "NAME a")))
                .containsExactly("2");
        assertThat(find(mine, SearchQuery.all().atLeast("item.version", 2))).containsExactly("2");
        assertThat(find(mine, SearchQuery.all().atMost("created.at", Instant.parse("2026-01-01T00:00:00Z"))))
                .isEmpty();
        assertThat(find(
                        mine,
                        SearchQuery.all()
                                .atLeast("created.at", Instant.parse("2026-01-01T00:00:00Z"))
                                .descendingBy("item.version")))
                .containsExactly("2", "1");
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap() {
        ChangeRecord[] changes = new ChangeRecord[25];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = order(mine, "%02d".formatted(i), "group", i % 3);
        }
        search.apply(changes);
        for (SearchQuery query : List.of(
                SearchQuery.all().limit(10),
                SearchQuery.all().limit(10).matching("name", "name"),
                SearchQuery.all().limit(10).descendingBy("updated.at"))) {
            List<String> seen = new ArrayList<>();
            SearchPage page = search.find(mine, query);
            seen.addAll(sorts(page));
            while (page.hasNext()) {
                page = search.find(mine, query.after(page.next()));
                seen.addAll(sorts(page));
            }
            assertThat(page.total()).isEqualTo(25);
            assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        }
    }

    private static List<String> sorts(SearchPage page) {
        return page.items().stream().map(item -> item.key().sort().text()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "bm90IGpzb24", "e30", "WzEsMiwzXQ"})
    void a_page_token_that_no_page_gave_is_refused(String token) {
        failing(InvokeContext.of("ada", mine), SearchQuery.all().after(token)).verifyError(InvalidValueException.class);
    }

    @Test
    void another_tenants_document_in_an_answer_is_not_given_out() {
        search.apply(order(mine, "1", "a", 1));
        Relay.Answering node = Relay.node(search.node);
        relay.answering(request -> {
            Relay.Answer answer = node.answer(request);
            return new Relay.Answer(answer.status(), answer.body().replace(mine, theirs));
        });

        failing(InvokeContext.of("ada", mine), SearchQuery.all())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(MisplacedItemException.class)
                        .hasMessageNotContaining(theirs))
                .verify(SearchFixture.PATIENCE);
        relay.answering(node);
    }

    @Test
    void all_items_of_a_tenant_are_in_one_shard_and_only_that_one_is_asked() {
        search.apply(order(mine, "1", "a", 1));
        relay.requests().clear();

        find(mine, SearchQuery.all());

        assertThat(relay.requests()).singleElement().satisfies(request -> assertThat(request.path())
                .contains("routing=" + mine));
    }

    @Test
    void queries_use_the_next_generation_once_it_is_promoted() {
        search.apply(order(mine, "1", "a", 1));
        SearchIndex next = search.connection.index(search.index.name().withGeneration(2));
        next.create(SearchFixture.SETTINGS).block(SearchFixture.PATIENCE);
        next.create(SearchFixture.SETTINGS).block(SearchFixture.PATIENCE);
        next.sink(SearchFixture.REFRESHING)
                .apply(List.of(change(key(mine, "2"), 1, Samples.note("next"))))
                .block(SearchFixture.PATIENCE);
        assertThat(find(mine, SearchQuery.all())).containsExactly("1");

        next.promote().block(SearchFixture.PATIENCE);
        assertThat(find(mine, SearchQuery.all())).containsExactly("2");

        search.index.promote().block(SearchFixture.PATIENCE);
        assertThat(find(mine, SearchQuery.all())).containsExactly("1");
    }
}
