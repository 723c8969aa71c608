/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.spring.shop.CountingHttpClient;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.shop.UnreachableStore;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the endpoint lets whom do. Nothing here may reach the store. */
class EndpointTest {

    private static ConfigurableApplicationContext shop;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        shop = ShopApplication.start(
                UnreachableStore.class,
                "millrace.tables=ignore",
                "management.endpoints.web.exposure.include=millrace",
                "management.endpoint.millrace.access=unrestricted");
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

    @Test
    void what_concerns_every_tenant_is_not_for_one_tenants_users() {
        String user = Tokens.of("u1", "acme", "system_admin");
        post("order/data-table/pause", user, Map.of()).isForbidden();
        post("order/data-table/resume", user, Map.of()).isForbidden();
        post("order/data-table/redrive", user, Map.of()).isForbidden();
        post("order/data-table/redrive", user, Map.of("tenant", "other")).isForbidden();
        post("order/data-table/redrive", user, Map.of("item", "ORDER#other#7")).isForbidden();
        client.get()
                .uri("/actuator/millrace/order/data-table")
                .headers(headers -> headers.setBearerAuth(user))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void who_is_not_known_cannot_do_anything() {
        String nobody = Tokens.with(claims -> claims.claim("custom:tenant", null));
        post("order/data-table/redrive", nobody, Map.of()).isUnauthorized();
        post("order/data-table/pause", nobody, Map.of()).isUnauthorized();
    }

    @Test
    void what_is_not_there_is_refused_in_words() {
        String admin =
                Tokens.with(claims -> claims.claim("custom:roles", "[{\"tenant\":\"\",\"role\":\"system_admin\"}]"));
        post("order/data-table/pause", admin, Map.of()).isBadRequest();
        post("other/data-table/redrive", admin, Map.of()).isBadRequest();
        post("order/No%20Sink/redrive", admin, Map.of()).isBadRequest();
        post("order/data-table/redrive", admin, Map.of("item", "no item")).isBadRequest();
        post("order/data-table/explode", admin, Map.of()).isBadRequest();
    }

    private static StatusAssertions post(String path, String token, Map<String, String> body) {
        return client.post()
                .uri(URI.create(base() + "/actuator/millrace/" + path))
                .headers(headers -> headers.setBearerAuth(token))
                .bodyValue(body)
                .exchange()
                .expectStatus();
    }

    private static String base() {
        return "http://localhost:" + shop.getEnvironment().getRequiredProperty("local.server.port");
    }
}
