/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.MillraceException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** OpenSearch quotes what it is sent. None of that shows in a log line or in a failure of ours. */
@ExtendWith(LocalOpenSearch.class)
class OpenSearchCanaryIT {

    private static final String CANARY = "canary-4111-1111";
    private static final List<String> LOUD = List.of("dev.millrace", "org.opensearch");
    private static final DocumentProjection TYPED = DocumentProjection.of(
            Map.of("total", Map.of("type", "long"), "day", Map.of("type", "date")),
            change -> change.state().content().attributes().asMap());

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private Relay relay;
    private SearchFixture search;

    @BeforeEach
    void open(OpenSearchLocal engine) {
        relay = Relay.to(engine.endpoint());
        search = SearchFixture.create(engine, relay.endpoint(), TYPED);
        LOUD.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.TRACE));
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void nothing_was_logged_of_it() {
        root.detachAppender(lines);
        LOUD.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
        search.close();
        relay.close();
        assertThat(lines.list).allSatisfy(line -> assertThat(whole(line)).doesNotContain(CANARY));
    }

    private static String whole(ILoggingEvent line) {
        return line.getFormattedMessage()
                + (line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy()));
    }

    private static String whole(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private ChangeRecord secret(String field) {
        return change(ItemKey.of("ORDER", tenant, "1"), 1, Attributes.of(Map.of(field, CANARY)));
    }

    private static void verifyFailsWithoutIt(Mono<?> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(MillraceException.class);
                    assertThat(whole(failure)).doesNotContain(CANARY);
                })
                .verify(SearchFixture.PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"total", "day"})
    void a_value_that_the_mapping_refuses_is_not_quoted(String field) {
        SinkOutcome outcome = search.apply(secret(field)).get(0);

        assertThat(search.raw("GET", "/" + search.index.name().physical() + "/_count", ""))
                .contains("\"count\":0");
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refusal -> assertThat(whole(refusal.cause()))
                .doesNotContain(CANARY));
    }

    @Test
    void the_answer_that_is_not_quoted_does_quote_the_value() {
        List<String> answers = new CopyOnWriteArrayList<>();
        Relay.Answering node = Relay.node(search.node);
        relay.answering(request -> {
            Relay.Answer answer = node.answer(request);
            answers.add(answer.body());
            return answer;
        });

        assertThat(search.apply(secret("total")).get(0)).isInstanceOf(Refused.class);
        assertThat(answers).singleElement().satisfies(answer -> assertThat(answer)
                .contains(CANARY));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 429, 500, 503})
    void whatever_the_status_of_an_answer_its_body_is_not_quoted(int status) {
        String quoting =
                "{\"error\":{\"type\":\"%1$s\",\"reason\":\"%1$s\"},\"status\":%2$d}".formatted(CANARY, status);
        for (String body : List.of(quoting, CANARY, "")) {
            relay.answering(request -> new Relay.Answer(status, body));
            verifyFailsWithoutIt(search.sink.apply(List.of(secret("total"))));
            verifyFailsWithoutIt(find(SearchQuery.all()));
            verifyFailsWithoutIt(search.index.create(SearchFixture.SETTINGS));
            verifyFailsWithoutIt(search.index.purge());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"" + CANARY, "{\"" + CANARY + "\": ", "{\"took\":\"" + CANARY + "\"}", "[]"})
    void an_answer_that_cannot_be_read_is_not_quoted(String body) {
        relay.answering(request -> new Relay.Answer(200, body));

        verifyFailsWithoutIt(search.sink.apply(List.of(secret("total"))));
        verifyFailsWithoutIt(find(SearchQuery.all()));
    }

    @Test
    void an_item_error_of_an_unknown_kind_is_not_quoted() {
        relay.answering(request -> new Relay.Answer(
                200,
                """
                {"took": 1, "errors": true, "items": [{"index": {"_index": "i", "_id": "1", "status": 503, "error":
                {"type": "%1$s", "reason": "%1$s"}}}]}"""
                        .formatted(CANARY)));

        assertThat(search.apply(secret("total")).get(0))
                .isInstanceOfSatisfying(
                        Deferred.class, wait -> assertThat(whole(wait.cause())).doesNotContain(CANARY));
    }

    @Test
    void a_value_that_a_query_cannot_use_is_not_quoted() {
        verifyFailsWithoutIt(find(SearchQuery.all().equal("total", CANARY)));
        verifyFailsWithoutIt(find(SearchQuery.all().atLeast("day", CANARY)));
    }

    @Test
    void values_do_not_show_what_they_hold() {
        search.apply(
                change(ItemKey.of("ORDER", tenant, "2"), 1, Attributes.of(Map.of("free", CANARY))),
                deletion(ItemKey.of("ORDER", tenant, "3"), 1));

        SearchPage page = find(SearchQuery.all()).block(SearchFixture.PATIENCE);

        assertThat(page.items()).hasSize(1);
        assertThat(page.items().get(0).document()).containsEntry("free", CANARY);
        assertThat(page.toString()).doesNotContain(CANARY);
        assertThat(DocumentJson.of(Map.of("free", CANARY)).toString()).doesNotContain(CANARY);
    }

    private Mono<SearchPage> find(SearchQuery query) {
        return search.index
                .search()
                .find(query)
                .contextWrite(InvokeContext.of("ada", tenant).asContext());
    }
}
