/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sink on a real node. */
@ExtendWith(LocalOpenSearch.class)
class OpenSearchSinkIT extends ChangeSinkContract {

    private static SearchFixture search;

    @BeforeAll
    static void open(OpenSearchLocal engine) {
        search = SearchFixture.create(engine);
    }

    @AfterAll
    static void close() {
        search.close();
    }

    @Override
    protected ChangeSink sink() {
        return search.sink;
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return search.index
                .search()
                .find(SearchQuery.all().equal("item.id", key.id()))
                .contextWrite(InvokeContext.system(key.tenant()).asContext())
                .flatMapMany(page -> Flux.fromIterable(page.items()))
                .singleOrEmpty()
                .map(FoundItem::attributes);
    }

    @Test
    void attributes_of_every_kind_come_back_as_they_were_but_for_bytes() {
        await(sink().apply(List.of(change(key("A"), 1, Samples.everyKind()))));

        Attributes shown = await(read(key("A")));
        assertThat(shown.text("bytes")).isEqualTo("AAH/");
        Samples.everyKind().asMap().forEach((name, value) -> {
            if (!name.equals("bytes")) {
                assertThat(shown.asMap()).containsEntry(name, value);
            }
        });
    }

    @Test
    void a_text_that_is_too_long_for_the_index_is_kept_and_shown_all_the_same() {
        Attributes attributes = Attributes.of(Map.of("short", "blue", "long", "ü".repeat(40_000)));

        assertThat(await(sink().apply(List.of(change(key("A"), 1, attributes)))))
                .containsExactly(SinkOutcome.applied());
        assertThat(await(read(key("A")))).isEqualTo(attributes);
        assertThat(search.find(key("A").tenant().code(), SearchQuery.all().equal("attributes.short", "blue"))
                        .items())
                .hasSize(1);
    }

    @Test
    void an_item_whose_id_is_longer_than_opensearch_allows_is_an_item_like_any_other() {
        ItemKey one = key("x".repeat(600));
        ItemKey two = key("x".repeat(599) + "y");

        await(sink().apply(List.of(change(one, 2, note("one")), change(two, 1, note("two")))));

        assertThat(await(sink().apply(List.of(change(one, 1, note("late")))))).containsExactly(SinkOutcome.stale());
        assertThat(await(read(one))).isEqualTo(note("one"));
        assertThat(await(read(two))).isEqualTo(note("two"));
        assertThat(await(sink().appliedVersion(one))).isEqualTo(Version.of(2));
    }

    @Test
    void a_version_counts_as_applied_once_queries_find_it() {
        ChangeSink lazy = search.index.sink();
        search.raw("PUT", "/" + search.index.name().physical() + "/_settings", "{\"refresh_interval\":\"-1\"}");
        try {
            assertThat(await(lazy.apply(List.of(change(key("A"), 1, note("first"))))))
                    .containsExactly(SinkOutcome.applied());
            assertThat(await(lazy.appliedVersion(key("A")))).isEqualTo(Version.NONE);
            awaitEmpty(read(key("A")));

            search.refresh();

            assertThat(await(lazy.appliedVersion(key("A")))).isEqualTo(Version.FIRST);
            assertThat(await(read(key("A")))).isEqualTo(note("first"));
        } finally {
            search.raw("PUT", "/" + search.index.name().physical() + "/_settings", "{\"refresh_interval\":\"1s\"}");
        }
    }
}
