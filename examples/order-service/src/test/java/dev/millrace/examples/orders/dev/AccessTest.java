/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.millrace.spring.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.HandlerMapping;

/** Who gets in, and what is refused before anybody asks the store. */
class AccessTest {

    /** No engine is near. */
    private static final Map<String, Object> ALONE = Map.of(
            "millrace.tables", "ignore",
            "millrace.bridge.enabled", "false",
            "millrace.sinks.data-table.run", "false",
            "millrace.sinks.search.run", "false",
            "spring.sql.init.mode", "never",
            "spring.r2dbc.url", "r2dbc:postgresql://localhost:1/none",
            "spring.r2dbc.username", "nobody",
            "spring.r2dbc.password", "");

    private static final String ORDER =
            "{\"customer\":\"Ada\",\"lines\":[{\"article\":\"Wheel\",\"quantity\":1,\"price\":1}]}";

    private static final ParameterizedTypeReference<List<String>> TEXTS = new ParameterizedTypeReference<>() {};

    private static final Path KEY = Service.newKeyFolder();
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start("dev", with(Map.of("order-service.key-folder", KEY)), UnreachableStore.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void nobody_asked_the_store() {
        assertThat(service.bean(UnreachableStore.Door.class).knocks()).isZero();
    }

    private static Map<String, Object> with(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(ALONE);
        all.putAll(settings);
        return all;
    }

    @Test
    void a_request_without_a_token_is_not_answered() {
        assertRefused("", 401);
    }

    @Test
    void a_token_that_another_checkout_signed_is_not_believed() {
        assertRefused(Service.token(Service.newKeyFolder(), "u1", "acme", "admin"), 401);
    }

    @Test
    void a_token_that_has_expired_is_not_believed() {
        Instant before = Instant.now().minus(Duration.ofHours(1));
        assertRefused(
                token(claims -> claims.issueTime(Date.from(before)).expirationTime(Date.from(before.plusSeconds(60)))),
                401);
    }

    @Test
    void a_token_for_another_audience_or_of_another_issuer_is_not_believed() {
        assertRefused(token(claims -> claims.audience("billing")), 401);
        assertRefused(token(claims -> claims.issuer("urn:somebody")), 401);
    }

    @Test
    void whose_token_names_no_tenant_gets_into_none() {
        String token = token(claims -> claims.claim("custom:tenant", null));
        assertRefused(
                service.client(token)
                        .mutate()
                        .defaultHeader("x-tenant-code", "acme")
                        .build(),
                403);
    }

    @Test
    void only_an_admin_cancels() {
        service.client(Service.token(KEY, "u2", "acme", "clerk"))
                .post()
                .uri("/orders/A-1/cancel")
                .header("If-Match", "\"1\"")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:millrace:problem:forbidden");
    }

    @Test
    void pages_and_the_description_are_open_and_name_what_the_service_does() {
        WebTestClient anybody = service.client("");
        anybody.get().uri("/").exchange().expectStatus().isOk();
        anybody.get()
                .uri("/webjars/swagger-ui/index.html")
                .exchange()
                .expectStatus()
                .isOk();
        anybody.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.paths['/orders/{number}'].put.parameters[*].name")
                .value(TEXTS, names -> assertThat(names)
                        .containsExactlyInAnyOrder("number", "If-Match", "If-None-Match", "Prefer"))
                .jsonPath("$.components.securitySchemes.token.scheme")
                .isEqualTo("bearer");
    }

    @Test
    void every_request_of_the_readme_is_one_that_the_service_knows() throws IOException {
        HandlerMapping controllers = service.bean("requestMappingHandlerMapping", HandlerMapping.class);
        assertThat(ReadmeSession.of(Path.of("README.md")).requests())
                .hasSizeGreaterThan(6)
                .allSatisfy(request -> {
                    String[] methodAndPath = request.split(" ", 2);
                    MockServerHttpRequest asked = MockServerHttpRequest.method(
                                    HttpMethod.valueOf(methodAndPath[0]), methodAndPath[1])
                            .build();
                    assertThat(controllers
                                    .getHandler(MockServerWebExchange.from(asked))
                                    .block(Duration.ofSeconds(30)))
                            .isNotNull();
                });
    }

    @Test
    void an_order_that_breaks_a_rule_is_answered_with_the_fields_and_their_rules() {
        put(
                        service.client(Service.token(KEY, "u1", "acme")),
                        "{\"customer\":\" \",\"lines\":[{\"article\":\"x\",\"quantity\":0,\"price\":1}]}")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.fields[*].field")
                .value(TEXTS, fields -> assertThat(fields).containsExactlyInAnyOrder("customer", "lines[0].quantity"));
        put(service.client(Service.token(KEY, "u1", "acme")), "{")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void a_development_token_opens_nothing_outside_of_its_profile() {
        Map<String, Object> production = with(Map.of(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                Service.newKeyFolder().resolve("public.pem").toUri(),
                "millrace.security.issuer",
                "https://issuer.test",
                "millrace.security.audiences",
                TokenCommand.AUDIENCE,
                "order-service.key-folder",
                KEY));
        try (Service elsewhere = Service.start("production", production, UnreachableStore.class)) {
            put(elsewhere.client(Service.token(KEY, "u1", "acme", "admin")), ORDER)
                    .expectStatus()
                    .isUnauthorized();
            elsewhere
                    .client("")
                    .get()
                    .uri("/v3/api-docs")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    @Test
    void the_issuer_of_development_tokens_stops_the_start_outside_of_its_profile() {
        Map<String, Object> mistaken = with(Map.of(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                KEY.resolve("public.pem").toUri(),
                "millrace.security.issuer",
                TokenCommand.ISSUER,
                "millrace.security.audiences",
                TokenCommand.AUDIENCE));
        assertThatThrownBy(() -> Service.start("production", mistaken, UnreachableStore.class))
                .hasRootCauseInstanceOf(SettingsException.class);
    }

    @Test
    void outside_of_development_nothing_is_trusted_unless_somebody_says_so() {
        assertThatThrownBy(() -> Service.start("production", ALONE, UnreachableStore.class))
                .hasMessageContaining("ReactiveJwtDecoder");
    }

    @Test
    void a_key_stays_what_it_is_and_only_its_owner_reads_it() throws IOException {
        Path file = KEY.resolve("private.jwk");
        String before = Files.readString(file);
        DevelopmentKey.in(KEY);
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet good = TokenCommand.claims("u1", "acme", List.of("admin"), Duration.ofHours(1));
        return Service.token(KEY, change.apply(new JWTClaimsSet.Builder(good)).build());
    }

    private static void assertRefused(String token, int status) {
        assertRefused(service.client(token), status);
    }

    /** Everything that the service does, for each may have been forgotten. */
    private static void assertRefused(WebTestClient client, int status) {
        put(client, ORDER).expectStatus().isEqualTo(status);
        client.method(HttpMethod.POST)
                .uri("/orders/A-1/cancel")
                .header("If-Match", "\"1\"")
                .exchange()
                .expectStatus()
                .isEqualTo(status);
        for (String path : List.of(
                "/orders",
                "/orders/A-1",
                "/orders/A-1/history",
                "/orders/A-1/changes",
                "/orders/A-1/progress/1",
                "/search")) {
            client.get().uri(path).exchange().expectStatus().isEqualTo(status);
        }
    }

    private static WebTestClient.ResponseSpec put(WebTestClient client, String order) {
        return client.put()
                .uri("/orders/A-1")
                .header("If-None-Match", "*")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(order)
                .exchange();
    }
}
