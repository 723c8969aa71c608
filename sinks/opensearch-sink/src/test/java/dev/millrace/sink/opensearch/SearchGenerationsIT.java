/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.Comparison.Difference;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.GenerationInUseException;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Several indexes behind one alias, on a real OpenSearch. */
@ExtendWith(LocalOpenSearch.class)
class SearchGenerationsIT {

    private static final int ITEMS = 30;
    private static final ComparisonOptions HASTY =
            ComparisonOptions.defaults().withPageRows(7).withPatience(Duration.ofMillis(10), Duration.ofMillis(1));

    private SearchFixture fixture;
    private SinkGenerations generations;

    @BeforeEach
    void an_index_of_the_first_generation(OpenSearchLocal engine) {
        fixture = SearchFixture.create(engine);
        generations = fixture.index.generations(SearchFixture.SETTINGS);
    }

    @AfterEach
    void close() {
        fixture.close();
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
    void a_comparison_finds_each_document_that_is_missing_or_not_the_same() {
        fill(1, 3);
        fill(2, 3);
        assertThat(compare().isEqual()).isTrue();
        assertThat(compare().one()).isEqualTo(compare().other());
        assertThat(compare().one().deleted()).isEqualTo(6);

        fixture.raw(
                "POST",
                "/%s/_delete_by_query?refresh=true".formatted(index(2).name().physical()),
                "{\"query\": {\"term\": {\"item.id\": \"%s\"}}}".formatted(key(7).id()));
        await(index(1).sink(SearchFixture.REFRESHING).apply(List.of(change(key(8), 4, note("later")))));
        String longKey = "x".repeat(600);
        ItemKey hashed = ItemKey.of("NOTE", "globex", longKey);
        await(index(2).sink(SearchFixture.REFRESHING).apply(List.of(change(hashed, 1, note("n")))));

        Comparison found = compare();
        assertThat(found.differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        "NOTE#acme#a7: version 3 against nothing",
                        "NOTE#acme#a8: version 4 against version 3",
                        "NOTE#globex#" + longKey + ": nothing against version 1");
        assertThat(found.tenants()).containsOnlyKeys("acme", "globex");
    }

    private Comparison compare() {
        return await(Comparison.of(generations, 1, 2, HASTY));
    }

    @Test
    void only_indexes_of_this_name_are_its_generations_and_the_one_in_use_is_not_dropped() {
        fixture.raw("PUT", "/%s-vendor-v7".formatted(fixture.index.name().name()), "{}");
        fill(2, 1);
        await(generations.use(2));
        assertThat(await(generations.existing())).containsExactly(1, 2);

        assertThatThrownBy(() -> await(generations.drop(2))).isInstanceOf(GenerationInUseException.class);
        await(generations.drop(1));
        await(generations.drop(1));

        assertThat(await(generations.existing())).containsExactly(2);
        assertThatThrownBy(() -> await(generations.use(1))).isInstanceOf(StoreMisconfiguredException.class);
        assertThat(await(generations.inUse())).isEqualTo(2);
        assertThat(generations.sink(2).name()).isEqualTo(SinkName.of("opensearch-v2"));
        assertThatThrownBy(() -> generations.sink(0)).isInstanceOf(InvalidValueException.class);
    }
}
