/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.millrace.spring.web.VersionedResponses;
import dev.millrace.spring.worker.Workers;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import dev.millrace.testkit.junit.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The service in its profile dev, from requests to the read models and back. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class, LocalPostgres.class})
class OrderServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WAIT = "wait=30";
    private static final String WAIT_FOR_SEARCH = "wait=30; sink=search";
    private static final Path KEY = Service.newKeyFolder();

    private static Map<String, Object> engines;
    private static Service service;
    private static WebTestClient client;

    @BeforeAll
    static void start(DynamoDbLocal dynamo, KafkaBroker kafka, PostgresLocal postgres) {
        engines = new HashMap<>(LocalOrderService.settings(dynamo, kafka.bootstrapServers(), postgres));
        engines.put("millrace.environment", "it" + UUID.randomUUID().toString().substring(0, 8));
        engines.put("millrace.web.streams.interval", "100ms");
        engines.put("order-service.key-folder", KEY);
        service = Service.start("dev", engines);
        client = service.client(Service.token(KEY, "u1", "acme", "admin"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void an_order_is_taken_read_changed_and_cancelled() {
        String seen = put("H-1", "If-None-Match", "*", "", order("Hal", "Paddle", 120.5))
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst(VersionedResponses.VERSION_TOKEN);
        client.get()
                .uri("/orders/H-1")
                .header(VersionedResponses.VERSION_TOKEN, seen)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .jsonPath("$.total")
                .isEqualTo(120.5)
                .jsonPath("$.changedBy")
                .isEqualTo("u1");

        put("H-1", "If-Match", "\"1\"", WAIT, order("Hal", "Paddle, large", 140))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");
        get("/orders/H-1").jsonPath("$.lines[0].article").isEqualTo("Paddle, large");

        cancel("H-1", "\"2\"").expectStatus().isOk();
        get("/search?text=hal&status=CANCELLED").jsonPath("$[*].number").isEqualTo("H-1");
        put("H-1", "If-Match", "\"3\"", "", order("Hal", "Paddle", 1))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("the order is cancelled");
        get("/orders/H-1/history")
                .jsonPath("$[*].version")
                .isEqualTo(List.of(1, 2, 3))
                .jsonPath("$[2].status")
                .isEqualTo("CANCELLED");
    }

    @Test
    void of_two_who_change_one_version_the_second_is_told_which_version_won() {
        put("B-1", "If-None-Match", "*", "", order("Bea", "Sluice", 80))
                .expectStatus()
                .isAccepted();
        put("B-1", "If-None-Match", "*", "", order("Bob", "Sluice", 80))
                .expectStatus()
                .isEqualTo(412);
        put("B-1", "If-Match", "\"1\"", "", order("Bea", "Sluice", 90))
                .expectStatus()
                .isAccepted();
        put("B-1", "If-Match", "\"1\"", "", order("Bea", "Sluice", 70))
                .expectStatus()
                .isEqualTo(412)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.reachedVersion")
                .isEqualTo(2);
        put("B-1", "If-Match", "\"9\"", "", order("Bea", "Sluice", 70))
                .expectStatus()
                .isEqualTo(412);
        put("B-1", "X-None", "", "", order("Bea", "Sluice", 70)).expectStatus().isEqualTo(428);
        client.get().uri("/orders/B-0").exchange().expectStatus().isNotFound();
    }

    @Test
    void orders_are_listed_page_by_page_for_their_tenant_only() {
        WebTestClient mill = service.client(Service.token(KEY, "u3", "mill"));
        for (String number : List.of("C-1", "C-2", "C-3")) {
            put(mill, number, "If-None-Match", "*", WAIT, order("Cy", "Stone", 5))
                    .expectStatus()
                    .isOk();
        }
        Page first = page(mill, "");
        Page second = page(mill, first.next());
        assertThat(first.orders()).extracting(order -> order.get("number")).containsExactly("C-1", "C-2");
        assertThat(second.orders()).extracting(order -> order.get("number")).containsExactly("C-3");
        assertThat(second.next()).isEmpty();

        put(mill, "C-1", "If-Match", "\"1\"", WAIT_FOR_SEARCH, order("Cy", "Stone", 6))
                .expectStatus()
                .isOk();
        get("/search?text=stone").jsonPath("$").isEmpty();
        client.get().uri("/orders/C-1").exchange().expectStatus().isNotFound();
    }

    private record Page(List<Map<String, Object>> orders, String next) {}

    private static Page page(WebTestClient client, String page) {
        return client.get()
                .uri("/orders?limit=2&page={page}", page)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Page.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void changes_come_as_they_are_made_and_progress_as_read_models_follow() {
        put("D-1", "If-None-Match", "*", "", order("Dan", "Gate", 10))
                .expectStatus()
                .isAccepted();
        List<String> changes = events("/orders/D-1/changes")
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(event -> put("D-1", "If-Match", "\"1\"", "", order("Dan", "Gate", 12)))
                .take(2)
                .map(event -> event.event() + " " + event.data().get("total"))
                .collectList()
                .block(PATIENCE);
        assertThat(changes).containsExactly("change 10", "change 12");

        List<String> progress = events("/orders/D-1/progress/2")
                .map(event -> event.event() + " " + event.data().get("sink"))
                .collectList()
                .block(PATIENCE);
        assertThat(progress)
                .startsWith("recorded ")
                .containsExactlyInAnyOrder("recorded ", "applied data-table", "applied search");
    }

    @Test
    void in_another_profile_it_takes_requests_and_leaves_the_work_to_workers() {
        Map<String, Object> production = new HashMap<>(engines);
        production.remove("millrace.kafka.bootstrap-servers");
        production.put(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                KEY.resolve("public.pem").toUri());
        production.put("millrace.security.issuer", "https://issuer.test");
        production.put("millrace.security.audiences", TokenCommand.AUDIENCE);
        try (Service web = Service.start("production", production)) {
            assertThat(web.beans(Workers.class)).isEmpty();
            String token = Service.token(
                    KEY,
                    new JWTClaimsSet.Builder(TokenCommand.claims("u1", "acme", List.of(), Duration.ofHours(1)))
                            .issuer("https://issuer.test")
                            .build());
            put(web.client(token), "E-1", "If-None-Match", "*", WAIT_FOR_SEARCH, order("Eve", "Race", 3))
                    .expectStatus()
                    .isOk();
        }
        get("/search?text=race").jsonPath("$[0].customer").isEqualTo("Eve");
    }

    @Test
    void an_administrator_sees_in_the_console_how_the_workers_fare_and_nobody_else_does() {
        get("/millrace/console/api/overview")
                .jsonPath("$.modules[0].sinks")
                .isEqualTo(List.of("data-table", "search"))
                .jsonPath("$.workers.length()")
                .isEqualTo(3);
        service.client(Service.token(KEY, "u2", "acme"))
                .get()
                .uri("/millrace/console/api/overview")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    @EnabledIf("dev.millrace.examples.orders.dev.ReadmeSession#isCurlThere")
    void the_session_of_the_readme_goes_as_it_says() throws IOException, InterruptedException {
        ReadmeSession session = ReadmeSession.of(Path.of("README.md"));
        assertThat(session.run(service.port(), KEY)).hasSizeGreaterThan(9).allSatisfy(step -> assertThat(step.missing())
                .as("line that %s%s did not answer", step.step().commands(), step.answer())
                .isEmpty());
    }

    private static Flux<ServerSentEvent<Map<String, Object>>> events(String uri) {
        return client.get()
                .uri(uri)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                .getResponseBody();
    }

    private static WebTestClient.BodyContentSpec get(String uri) {
        return client.get().uri(uri).exchange().expectStatus().isOk().expectBody();
    }

    private static WebTestClient.ResponseSpec put(
            String number, String condition, String value, String preference, Map<String, ?> order) {
        return put(client, number, condition, value, preference, order);
    }

    private static WebTestClient.ResponseSpec put(
            WebTestClient client,
            String number,
            String condition,
            String value,
            String preference,
            Map<String, ?> order) {
        return client.put()
                .uri("/orders/" + number)
                .header(condition, value)
                .header("Prefer", preference)
                .bodyValue(order)
                .exchange();
    }

    private static WebTestClient.ResponseSpec cancel(String number, String version) {
        return client.post()
                .uri("/orders/" + number + "/cancel")
                .header(HttpHeaders.IF_MATCH, version)
                .header("Prefer", WAIT_FOR_SEARCH)
                .exchange();
    }

    private static Map<String, Object> order(String customer, String article, double price) {
        return Map.of(
                "customer", customer, "lines", List.of(Map.of("article", article, "quantity", 1, "price", price)));
    }
}
