/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.parking.SinkEntry;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.DataSyncHandler;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.observe.Tracing;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.web.VersionedResponses;
import dev.millrace.spring.worker.WorkerStatus.State;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One application that takes requests, runs the bridge and feeds the data table, from HTTP to the read model. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class ShopFlowIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext shop;
    private static WebTestClient client;

    @BeforeAll
    static void start(DynamoDbLocal dynamo, KafkaBroker kafka) {
        shop = ShopApplication.start(
                Extras.class,
                "millrace.environment=it" + UUID.randomUUID().toString().substring(0, 8),
                "millrace.tables=create",
                "millrace.dynamodb.endpoint=" + dynamo.endpoint(),
                "millrace.dynamodb.call-timeout=20s",
                "millrace.dynamodb.attempt-timeout=10s",
                "millrace.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "millrace.kafka.create-topics=true",
                "millrace.kafka.partitions=2",
                "millrace.kafka.replication=1",
                "millrace.bridge.enabled=true",
                "millrace.sinks.data-table.run=true",
                "millrace.web.longest-wait=60s",
                "millrace.web.streams.interval=100ms",
                "millrace.kafka.lag-interval=1s",
                "millrace.tenant-lag.tenants=acme",
                "management.endpoint.millrace.access=unrestricted",
                "management.endpoint.health.probes.enabled=true",
                "management.endpoint.health.show-details=always",
                "management.endpoints.web.exposure.include=health,millrace,metrics",
                "management.tracing.sampling.probability=1.0");
        client = ShopApplication.client(shop).mutate().responseTimeout(PATIENCE).build();
    }

    @AfterAll
    static void stop() {
        List<Workers> workers = List.copyOf(shop.getBeansOfType(Workers.class).values());
        shop.close();
        assertThat(workers)
                .flatExtracting(Workers::statuses)
                .hasSize(3)
                .extracting(WorkerStatus::state)
                .containsOnly(State.STOPPED);
    }

    @Test
    void a_command_is_accepted_and_its_token_reads_it_at_once() {
        HttpHeaders accepted = post("o-1", Map.of("total", 1), "")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .returnResult()
                .getResponseHeaders();
        String token = accepted.getFirst(VersionedResponses.VERSION_TOKEN);

        String tag = client.get()
                .uri("/orders/o-1")
                .headers(ShopFlowIT::asUser)
                .header(VersionedResponses.VERSION_TOKEN, token)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"total\":1}")
                .returnResult()
                .getResponseHeaders()
                .getETag();
        assertThat(tag).isEqualTo("\"1\"");
        client.get()
                .uri("/orders/o-1")
                .headers(ShopFlowIT::asUser)
                .header(VersionedResponses.VERSION_TOKEN, token)
                .header(HttpHeaders.IF_NONE_MATCH, tag)
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void who_prefers_to_wait_is_answered_when_the_data_table_holds_the_version() {
        post("o-2", Map.of("total", 2), "wait=60")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Preference-Applied", "wait=60");
        client.get()
                .uri("/orders/o-2")
                .headers(ShopFlowIT::asUser)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"total\":2}");
        post("o-3", Map.of("total", 3), "wait=1; sink=nowhere").expectStatus().isBadRequest();
    }

    @Test
    void a_change_needs_the_version_it_is_made_for() {
        post("o-4", Map.of("total", 1), "").expectStatus().isAccepted();
        put("o-4", Map.of("total", 2), HttpHeaders.IF_MATCH, "\"1\"")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");
        put("o-4", Map.of("total", 3), HttpHeaders.IF_MATCH, "\"1\"")
                .expectStatus()
                .isEqualTo(412)
                .expectHeader()
                .doesNotExist("ETag")
                .expectBody()
                .jsonPath("$.reachedVersion")
                .isEqualTo(2)
                .jsonPath("$.detail")
                .isEqualTo("the item is at version 2 or later");
        put("o-4", Map.of("total", 3), "X-Nothing", "x").expectStatus().isEqualTo(428);
        post("o-4", Map.of("total", 9), "").expectStatus().isEqualTo(409);
    }

    @Test
    void one_trace_leads_from_the_request_to_the_sink() {
        post("o-5", Map.of("total", 5), "wait=60").expectStatus().isOk();
        InMemorySpanExporter exporter = shop.getBean(InMemorySpanExporter.class);
        await().atMost(PATIENCE)
                .until(() -> Trace.of("/orders/o-5", exporter).stream()
                                .filter(span -> span.getKind() == SpanKind.CONSUMER)
                                .count()
                        == 3);

        List<SpanData> trace = Trace.of("/orders/o-5", exporter);
        SpanData request = Trace.only(trace, SpanKind.SERVER);
        SpanData publish = Trace.only(trace, SpanKind.PRODUCER);
        assertThat(publish.getName()).isEqualTo("order publish");
        assertThat(Trace.isWithin(trace, publish, request)).isTrue();
        assertThat(trace.stream().filter(span -> span.getKind() == SpanKind.CONSUMER))
                .extracting(SpanData::getName, SpanData::getParentSpanId)
                .containsExactlyInAnyOrder(
                        tuple("order bridge", publish.getSpanId()),
                        tuple("order data-table", publish.getSpanId()),
                        tuple("order sync-ledger", publish.getSpanId()));
    }

    @Test
    void an_items_changes_and_a_commands_progress_are_streamed() {
        post("o-6", Map.of("total", 6), "").expectStatus().isAccepted();
        List<String> ids = client.get()
                .uri("/orders/o-6/changes")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .headers(ShopFlowIT::asUser)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                .getResponseBody()
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(event -> put("o-6", Map.of("total", 7), HttpHeaders.IF_MATCH, "\"1\""))
                .take(2)
                .map(event -> event.event() + event.id() + event.data())
                .collectList()
                .block(PATIENCE);
        assertThat(ids).containsExactly("change1{total=6}", "change2{total=7}");

        EntityExchangeResult<List<String>> progress = client.get()
                .uri("/orders/o-6/progress/1")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .headers(ShopFlowIT::asUser)
                .exchange()
                .expectBodyList(String.class)
                .returnResult();
        assertThat(progress.getResponseBody()).hasSize(2);
        assertThat(progress.getResponseBody().get(1)).contains("data-table");
    }

    @Test
    void probes_and_people_see_how_modules_and_workers_are() {
        post("o-7", Map.of("total", 7), "wait=60").expectStatus().isOk();
        get("/actuator/health")
                .jsonPath("$.components.millraceWorkers.details['order/bridge']")
                .isEqualTo("RUNNING")
                .jsonPath("$.components.millraceTables.status")
                .isEqualTo("UP");
        get("/actuator/health/liveness").jsonPath("$.status").isEqualTo("UP");
        get("/actuator/health/readiness").jsonPath("$.status").isEqualTo("UP");
        get("/actuator/millrace")
                .jsonPath("$.modules[0].sinks[0]")
                .isEqualTo("data-table")
                .jsonPath("$.workers[?(@.worker=='bridge')].state")
                .isEqualTo("RUNNING")
                .jsonPath("$.workers[?(@.worker=='data-table')].deadLettered")
                .isEqualTo(0)
                .jsonPath("$.workers[?(@.worker=='data-table')].parked")
                .isEqualTo(0);
        get("/actuator/health").jsonPath("$.components.millraceFlow.status").isEqualTo("UP");
        await().atMost(PATIENCE).untilAsserted(() -> get("/actuator/metrics/millrace.sink.behind")
                .jsonPath("$.availableTags[?(@.tag=='millrace.partition')].values.length()")
                .isEqualTo(2));
        for (String meter : List.of(
                "millrace.publish",
                "millrace.bridge.lag",
                "millrace.bridge.behind",
                "millrace.sink.lag",
                "millrace.sink.parked",
                "millrace.sink.tenant.behind",
                "millrace.dynamodb.requests",
                "millrace.sink")) {
            get("/actuator/metrics/" + meter).jsonPath("$.name").isEqualTo(meter);
        }
        assertThat(shop.getBean(Leases.class).read().block(PATIENCE))
                .isNotEmpty()
                .allSatisfy(lease -> assertThat(lease.module()).isEqualTo("order"))
                .anySatisfy(lease -> assertThat(lease.owner()).isNotEmpty());
    }

    @Test
    void each_version_comes_to_a_handler_once_the_bridge_has_carried_it() {
        post("o-8", Map.of("total", 8), "").expectStatus().isAccepted();
        put("o-8", Map.of("total", 9), HttpHeaders.IF_MATCH, "\"1\"")
                .expectStatus()
                .isAccepted();
        Ledger ledger = shop.getBean(Ledger.class);
        await().atMost(PATIENCE).until(() -> ledger.seen.contains("ORDER#acme#o-8@2"));
        assertThat(ledger.seen.stream()
                        .filter(entry -> entry.startsWith("ORDER#acme#o-8@"))
                        .distinct())
                .containsExactly("ORDER#acme#o-8@1", "ORDER#acme#o-8@2");
    }

    @Test
    void an_operator_pauses_and_resumes_a_sink_and_asks_for_a_redrive() {
        operate("pause").jsonPath("$.action").isEqualTo("PAUSE");
        get("/actuator/millrace")
                .jsonPath("$.workers[?(@.worker=='data-table')].state")
                .isEqualTo("PAUSED");
        post("o-9", Map.of("total", 9), "").expectStatus().isAccepted();
        operate("resume").jsonPath("$.action").isEqualTo("RESUME");
        post("o-10", Map.of("total", 10), "wait=60").expectStatus().isOk();
        operate("redrive").jsonPath("$.items").isEqualTo(0);
        DynamoModule order = shop.getBean(MillraceModules.class).module("order").tables();
        assertThat(order.sinkJournal()
                        .entries(new SinkId(order.id(), SinkName.of("data-table")))
                        .collectList()
                        .block(PATIENCE))
                .extracting(SinkEntry::action, SinkEntry::by)
                .containsExactly(tuple(Action.PAUSED, "u1"), tuple(Action.RESUMED, "u1"));
        client.get()
                .uri("/actuator/millrace/order/data-table?tenant=acme")
                .headers(ShopFlowIT::asUser)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("[]");
    }

    private static WebTestClient.BodyContentSpec operate(String action) {
        String roles = "[{\"tenant\":\"\",\"role\":\"system_admin\"}]";
        return client.post()
                .uri("/actuator/millrace/order/data-table/" + action)
                .headers(headers -> headers.setBearerAuth(Tokens.with(claims -> claims.claim("custom:roles", roles))))
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    @Import(Tracing.class)
    static class Extras {

        @Bean
        @DataSync("order")
        Ledger ledger() {
            return new Ledger();
        }
    }

    static final class Ledger implements DataSyncHandler {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public String type() {
            return "ledger";
        }

        @Override
        public Mono<Void> up(ChangeRecord change) {
            return Mono.fromRunnable(
                    () -> seen.add(change.key() + "@" + change.state().version()));
        }
    }

    private static WebTestClient.BodyContentSpec get(String uri) {
        return client.get()
                .uri(uri)
                .headers(ShopFlowIT::asUser)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private static WebTestClient.ResponseSpec post(String id, Map<String, ?> order, String preference) {
        return client.post()
                .uri("/orders/" + id)
                .headers(ShopFlowIT::asUser)
                .header("Prefer", preference)
                .bodyValue(order)
                .exchange();
    }

    private static WebTestClient.ResponseSpec put(String id, Map<String, ?> order, String header, String value) {
        return client.put()
                .uri("/orders/" + id)
                .headers(ShopFlowIT::asUser)
                .header(header, value)
                .bodyValue(order)
                .exchange();
    }

    private static void asUser(HttpHeaders headers) {
        headers.setBearerAuth(Tokens.of("u1", "acme", "user"));
    }
}
