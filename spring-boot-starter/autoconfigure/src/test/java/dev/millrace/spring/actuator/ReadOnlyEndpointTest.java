/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.shop.UnreachableStore;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

class ReadOnlyEndpointTest {

    private static ConfigurableApplicationContext shop;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        shop = ShopApplication.start(
                UnreachableStore.class, "millrace.tables=ignore", "management.endpoints.web.exposure.include=millrace");
        client = ShopApplication.client(shop);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void unless_it_is_opened_the_endpoint_only_shows() {
        String operator =
                Tokens.with(claims -> claims.claim("custom:roles", "[{\"tenant\":\"\",\"role\":\"system_admin\"}]"));
        client.get()
                .uri("/actuator/millrace")
                .headers(headers -> headers.setBearerAuth(operator))
                .exchange()
                .expectStatus()
                .isOk();
        client.post()
                .uri("/actuator/millrace/order/data-table/pause")
                .headers(headers -> headers.setBearerAuth(operator))
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .is4xxClientError();
    }
}
