/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.context.InvokeContext;
import dev.millrace.item.ModuleId;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.runner.RunnerOptions;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What docs/search-sink.md shows, compiled: each of its pieces of Java stands in this file. */
class SearchDocTest {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "search-sink.md");
    private static final Path THIS_FILE =
            Path.of("src", "test", "java", "dev", "millrace", "sink", "opensearch", "SearchDocTest.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_wiring_that_is_shown_needs_no_io() {
        ModuleId module = new ModuleId("prod", "shop", "order");
        InvokeContext caller = InvokeContext.of("ada", "acme");
        Mono<Void> stop = Mono.empty();
        KafkaRoad road =
                KafkaRoad.of("localhost:1", module, IndexName.of(module).sinkName(), KafkaRoadOptions.defaults());

        OpenSearchConnection openSearch = OpenSearchConnection.open(OpenSearchOptions.fromEnvironment());
        SearchIndex orders = openSearch.index(IndexName.of(module));
        Mono<Void> running = SinkRunner.of(orders.sink(), road.source(), road.deadLetters())
                .withOptions(RunnerOptions.defaults().withLanes(4).withMaxBatch(1000))
                .runUntil(stop);

        SearchQuery open = SearchQuery.all()
                .ofType("ORDER")
                .equal("attributes.status", "open")
                .descendingBy("updated.at")
                .limit(50);
        Mono<SearchPage> page = orders.search().find(open).contextWrite(caller.asContext());

        DocumentProjection documents = DocumentProjection.of(
                Map.of("title", Map.of("type", "text"), "total", Map.of("type", "double")),
                change -> Map.of(
                        "title", change.state().content().name(),
                        "total", change.state().content().attributes().number("total")));
        SearchIndex typed = openSearch.index(IndexName.of(module), documents);

        SearchIndex next = openSearch.index(IndexName.of(module).withGeneration(2), documents);
        Mono<Void> created = next.create(IndexSettings.defaults());
        Mono<Void> promoted = next.promote();

        SinkGenerations generations = next.generations(IndexSettings.defaults());
        Mono<Comparison> compared = Comparison.of(generations, 1, 2);
        Mono<Void> back = generations.use(1);

        Mono<Long> purged = orders.purge(Duration.ofDays(30));

        assertThat(Stream.of(running, page, created, promoted, compared, back, purged))
                .doesNotContainNull();
        assertThat(typed.name()).isEqualTo(orders.name());
        road.close();
        openSearch.close();
    }

    @Test
    void all_the_java_of_the_document_is_in_this_file() throws IOException {
        String here = squeezed(Files.readString(THIS_FILE));
        List<String> shown = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> squeezed(block.group(1)))
                .toList();

        assertThat(shown).hasSize(6).allSatisfy(java -> assertThat(here).contains(java));
    }

    /** Lines are broken where there is room, which is not the same in a document as in a method. */
    private static String squeezed(String java) {
        return java.replaceAll("\\s+", "");
    }
}
