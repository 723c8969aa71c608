/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.spring.shop.CountingHttpClient;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.shop.UnreachableStore;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who may come in: what is refused is refused before any request to the store. */
class TokensTest {

    private static ConfigurableApplicationContext shop;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        shop = ShopApplication.start(UnreachableStore.class, "millrace.tables=ignore");
        client = ShopApplication.client(shop);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void nothing_reached_the_store() {
        assertThat(shop.getBean(CountingHttpClient.class).requests()).isZero();
    }

    static Stream<Arguments> bad_tokens() {
        return Stream.of(
                Arguments.of("forged", Tokens.forged()),
                Arguments.of("tampered with", Tokens.tampered()),
                Arguments.of("not signed", Tokens.unsigned()),
                Arguments.of("signed with an algorithm that is not allowed", Tokens.confused()),
                Arguments.of(
                        "expired",
                        Tokens.with(claims ->
                                claims.expirationTime(Date.from(Instant.now().minusSeconds(120))))),
                Arguments.of("without an end", Tokens.with(claims -> claims.expirationTime(null))),
                Arguments.of("of another issuer", Tokens.with(claims -> claims.issuer("https://other.test"))),
                Arguments.of("for another audience", Tokens.with(claims -> claims.audience("elsewhere"))),
                Arguments.of("for another client", Tokens.with(claims -> claims.audience((String) null)
                        .claim("client_id", "elsewhere")
                        .claim("token_use", "access"))),
                Arguments.of("no token at all", "x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad_tokens")
    void a_bad_token_is_refused(String kind, String token) {
        client.post()
                .uri("/orders/7")
                .headers(headers -> headers.setBearerAuth(token))
                .bodyValue(Map.of("total", 1))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void without_a_token_nobody_comes_in() {
        client.get().uri("/orders/7").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void another_tenants_item_is_refused() {
        client.get()
                .uri("/orders/of/other/7")
                .headers(headers -> headers.setBearerAuth(Tokens.of("u1", "acme", "user")))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:millrace:problem:forbidden");
    }

    @Test
    void a_role_that_opens_every_tenant_is_not_one_tenants_to_give() {
        client.get()
                .uri("/orders/of/other/7")
                .headers(headers -> headers.setBearerAuth(Tokens.of("u1", "acme", "system_admin")))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:millrace:problem:forbidden")
                .jsonPath("$.detail")
                .isEqualTo("the caller may not act for that tenant");
    }

    @Test
    void a_token_without_a_tenant_is_refused_in_words() {
        client.get()
                .uri("/orders/7")
                .headers(headers -> headers.setBearerAuth(Tokens.with(claims -> claims.claim("custom:tenant", null))))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:millrace:problem:unauthenticated")
                .jsonPath("$.detail")
                .isEqualTo("the token's claim custom:tenant must name a tenant where the request asks for none");
    }

    @Test
    void a_user_without_a_tenant_cannot_choose_one_by_header() {
        client.get()
                .uri("/orders/7")
                .header("x-tenant-code", "other")
                .headers(headers -> headers.setBearerAuth(Tokens.with(claims -> claims.claim("custom:tenant", null))))
                .exchange()
                .expectStatus()
                .isForbidden();
        choosing("other", Tokens.ofNoTenant("other", "system_admin")).isForbidden();
    }

    @Test
    void a_common_tenant_and_whoever_every_tenant_is_open_to_can_choose_by_header() {
        choosing("Common", Tokens.ofNoTenant("", "user"))
                .isOk()
                .expectBody(String.class)
                .value(answer -> assertThat(answer).startsWith("u1@common "));
        choosing("other", Tokens.ofNoTenant("", "system_admin"))
                .isOk()
                .expectBody(String.class)
                .value(answer -> assertThat(answer).startsWith("u1@other "));
        choosing("a#b", Tokens.ofNoTenant("", "system_admin")).isBadRequest();
    }

    @Test
    void roles_that_cannot_be_read_are_refused_and_not_shown() {
        client.get()
                .uri("/orders/whoami")
                .headers(headers ->
                        headers.setBearerAuth(Tokens.with(claims -> claims.claim("custom:roles", "{secret"))))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectBody(String.class)
                .value(answer -> assertThat(answer).contains("custom:roles").doesNotContain("secret"));
    }

    @Test
    void a_header_does_not_change_the_tokens_tenant() {
        whoAmI("u1", "acme", "other").isEqualTo("u1@acme");
    }

    @Test
    void a_cognito_access_token_names_its_client_instead_of_an_audience() {
        client.get()
                .uri("/orders/whoami")
                .headers(headers -> headers.setBearerAuth(Tokens.with(claims -> claims.audience((String) null)
                        .claim("client_id", Tokens.AUDIENCE)
                        .claim("token_use", "access"))))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void a_role_is_needed_where_one_is_required() {
        delete("user").isForbidden();
        delete("admin ").isForbidden();
        delete("Admin").isForbidden();
        delete("admin").isOk();
        delete("system_admin").isForbidden();
        client.delete()
                .uri("/orders/7")
                .headers(headers -> headers.setBearerAuth(Tokens.with(
                        claims -> claims.claim("custom:roles", "[{\"tenant\":\"\",\"role\":\"system_admin\"}]"))))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void what_is_unguarded_is_open_to_a_user_without_a_tenant() {
        client.get()
                .uri("/orders/open")
                .headers(headers -> headers.setBearerAuth(Tokens.with(claims -> claims.claim("custom:tenant", null))))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("unknown");
    }

    private static StatusAssertions choosing(String tenant, String token) {
        return client.get()
                .uri("/orders/whoami")
                .header("x-tenant-code", tenant)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus();
    }

    private static StatusAssertions delete(String role) {
        return client.delete()
                .uri("/orders/7")
                .headers(headers -> headers.setBearerAuth(Tokens.of("u1", "acme", role)))
                .exchange()
                .expectStatus();
    }

    private static AbstractStringAssert<?> whoAmI(String user, String tenant, String header) {
        String answer = client.get()
                .uri("/orders/whoami")
                .header("x-tenant-code", header)
                .headers(headers -> headers.setBearerAuth(Tokens.of(user, tenant, "user")))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return assertThat(answer.substring(0, answer.indexOf(' ')));
    }
}
