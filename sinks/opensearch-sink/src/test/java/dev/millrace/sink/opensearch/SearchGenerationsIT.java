/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.Comparison.Difference;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.contract.SinkGenerationsContract;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Several indexes behind one alias, on a real OpenSearch. */
@ExtendWith(LocalOpenSearch.class)
class SearchGenerationsIT extends SinkGenerationsContract {

    private static final int ITEMS = 30;
    private static final ComparisonOptions HASTY =
            ComparisonOptions.defaults().withPageRows(7).withPatience(Duration.ofMillis(10), Duration.ofMillis(1));

    private SearchFixture fixture;
    private SinkGenerations generations;

    @BeforeEach
    void a_name_of_its_own(OpenSearchLocal engine) {
        fixture = SearchFixture.without(engine);
        generations = fixture.index.generations(SearchFixture.SETTINGS);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    protected SinkGenerations generations() {
        return generations;
    }

    @Override
    protected Mono<Long> sumOfVersions() {
        return Mono.fromCallable(() -> Stream.of("acme", "globex")
                .flatMap(tenant -> fixture.find(tenant, SearchQuery.all().limit(100)).items().stream())
                .mapToLong(item -> item.version().value())
                .sum());
    }

    private static <T> T await(Mono<T> mono) {
        return mono.block(SearchFixture.PATIENCE);
    }

    private static ItemKey key(int item) {
        return ItemKey.of("NOTE", "acme", (item % 3 == 0 ? "Ä" : "a") + item);
    }

    private static List<ChangeRecord> changes(long version) {
        return IntStream.range(0, ITEMS)
                .mapToObj(item ->
                        item % 5 == 0 ? deletion(key(item), version) : change(key(item), version, note("v" + version)))
                .toList();
    }

    private SearchIndex index(int generation) {
        return fixture.connection.index(fixture.index.name().withGeneration(generation));
    }

    private void fill(int generation, long version) {
        await(generations.create(generation));
        await(index(generation).sink(SearchFixture.REFRESHING).apply(changes(version)));
    }

    @Test
    void whoever_searches_sees_the_one_generation_or_the_other_whole() {
        fill(1, 1);
        await(generations.create(2));
        await(generations.sink(2).apply(changes(2)));
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> poll(isOver));

        for (int round = 0; round < 10; round++) {
            await(generations.use(2));
            assertThat(await(generations.inUse())).isEqualTo(2);
            await(generations.use(1));
        }
        isOver.set(true);

        assertThat(seen.join()).contains("24 of version 1").isSubsetOf("24 of version 1", "24 of version 2");
    }

    private List<String> poll(AtomicBoolean isOver) {
        List<String> seen = new ArrayList<>();
        do {
            SearchPage page = fixture.find("acme", SearchQuery.all().limit(ITEMS));
            List<Long> versions = page.items().stream()
                    .map(item -> item.version().value())
                    .distinct()
                    .toList();
            seen.add("%d of version %s".formatted(page.total(), versions.size() == 1 ? versions.get(0) : versions));
        } while (!isOver.get());
        return seen;
    }

    @Test
    void an_item_whose_id_is_hashed_is_compared_by_its_id_and_one_that_vanished_is_found() {
        fill(1, 3);
        fill(2, 3);
        fixture.raw(
                "POST",
                "/%s/_delete_by_query?refresh=true".formatted(index(2).name().physical()),
                "{\"query\": {\"term\": {\"item.id\": \"%s\"}}}".formatted(key(7).id()));
        ItemKey hashed = ItemKey.of("NOTE", "globex", "x".repeat(600));
        await(index(2).sink(SearchFixture.REFRESHING).apply(List.of(change(hashed, 1, note("n")))));

        Comparison found = await(Comparison.of(generations, 1, 2, HASTY));

        assertThat(found.differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        key(7).id() + ": version 3 against nothing", hashed.id() + ": nothing against version 1");
        assertThat(found.tenants()).containsOnlyKeys("acme", "globex");
    }

    @Test
    void two_modules_of_which_one_has_the_others_name_and_more_keep_apart() {
        String name = fixture.index.name().name();
        SearchIndex longer = fixture.connection.index(new IndexName(name + "-views", 1));
        SearchIndex digit = fixture.connection.index(new IndexName(name + "-v1", 1));
        fill(2, 1);

        await(longer.create(SearchFixture.SETTINGS));
        await(digit.create(SearchFixture.SETTINGS));
        await(generations.create(1));
        await(generations.use(1));

        assertThat(await(generations.existing())).containsExactly(1, 2);
        assertThat(await(generations.inUse())).isEqualTo(1);
        assertThat(await(longer.generations(SearchFixture.SETTINGS).inUse())).isEqualTo(1);
        assertThat(await(digit.generations(SearchFixture.SETTINGS).existing())).containsExactly(1);
    }

    @Test
    void an_index_that_somebody_else_has_named_so_is_no_generation() {
        fill(2, 1);
        fixture.raw("PUT", "/%s.vendor".formatted(fixture.index.name().name()), "{}");

        assertThat(await(generations.existing())).containsExactly(2);
        assertThat(await(generations.inUse())).isEqualTo(2);
        assertThat(generations.sink(2).name()).isEqualTo(SinkName.of("opensearch-v2"));
    }
}
