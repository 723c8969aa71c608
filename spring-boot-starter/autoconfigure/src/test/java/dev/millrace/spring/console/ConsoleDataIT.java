/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.worker.ParkedStatus;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What the page is told and has done, over a real store. */
@ExtendWith(LocalDynamoDb.class)
class ConsoleDataIT {

    private static ConsoleShop shop;
    private static WebTestClient client;

    @BeforeAll
    static void start(DynamoDbLocal dynamo) {
        shop = ConsoleShop.start(dynamo);
        client = ShopApplication.client(shop.context());
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void a_history_is_read_from_the_newest_version_down_page_by_page() {
        ItemKey key = ConsoleShop.order("long");
        for (int total = 1; total <= 25; total++) {
            shop.put(key, "an order", Map.of("total", total));
        }
        String path = "history/order?item=" + encoded(key.toString());
        get(path)
                .expectBody()
                .jsonPath("$.entries.length()")
                .isEqualTo(20)
                .jsonPath("$.entries[0].version")
                .isEqualTo(25)
                .jsonPath("$.entries[0].by")
                .isEqualTo("ada")
                .jsonPath("$.entries[0].differences[0]")
                .isEqualTo(Map.of("path", "/total", "kind", "CHANGED", "before", "24", "after", "25"))
                .jsonPath("$.before")
                .isEqualTo(6);
        get(path + "&before=6")
                .expectBody()
                .jsonPath("$.entries.length()")
                .isEqualTo(5)
                .jsonPath("$.entries[4].differences[0].kind")
                .isEqualTo("ADDED")
                .jsonPath("$.before")
                .isEqualTo(0);
        get(path + "&before=1").expectBody().jsonPath("$.entries.length()").isEqualTo(0);
        get("history/order?item=" + encoded("ORDER#acme#unknown"))
                .expectBody()
                .jsonPath("$.entries.length()")
                .isEqualTo(0);
    }

    @Test
    void parked_items_come_in_pages() {
        for (int item = 0; item < ParkedPage.SIZE + 1; item++) {
            shop.park(ItemKey.of("ORDER", "many", "o-" + item), "refused");
        }
        ParkedPage first = parked("many", "");
        assertThat(first.items())
                .hasSize(ParkedPage.SIZE)
                .extracting(ParkedStatus::cause)
                .containsOnly("refused");
        assertThat(first.next())
                .isEqualTo(first.items().get(ParkedPage.SIZE - 1).item());
        ParkedPage second = parked("many", first.next());
        assertThat(second.items()).singleElement().satisfies(item -> assertThat(first.items())
                .extracting(ParkedStatus::item)
                .doesNotContain(item.item()));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_parked_item_is_redriven_or_discarded() {
        ItemKey redriven = ConsoleShop.order("redriven");
        ItemKey discarded = ConsoleShop.order("discarded");
        shop.park(redriven, "refused");
        shop.park(discarded, "refused");
        post("order/data-table/redrive", Map.of("item", redriven.toString()))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items")
                .isEqualTo(1);
        assertThat(shop.parked(redriven))
                .hasValueSatisfying(parked -> assertThat(parked.redriving()).isTrue());
        post("order/data-table/discard", Map.of("item", discarded.toString()))
                .expectStatus()
                .isOk();
        assertThat(shop.parked(discarded)).isEmpty();
        post("order/data-table/discard", Map.of("tenant", "acme"))
                .expectStatus()
                .isBadRequest();
        assertThat(shop.parked(redriven)).isPresent();
    }

    @Test
    void a_sink_is_paused_and_resumed_in_the_process_that_was_meant() {
        post("order/data-table/pause", Map.of("process", "another"))
                .expectStatus()
                .isEqualTo(421);
        post("order/data-table/pause", Map.of()).expectStatus().isEqualTo(421);
        assertThat(shop.sink().isPaused()).isFalse();
        Map<String, String> here = Map.of("process", process());
        post("order/data-table/pause", here).expectStatus().isOk();
        assertThat(shop.sink().isPaused()).isTrue();
        post("order/data-table/resume", here).expectStatus().isOk();
        assertThat(shop.sink().isPaused()).isFalse();
        post("order/other/pause", here).expectStatus().isBadRequest();
        post("order/data-table/explode", here).expectStatus().isBadRequest();
    }

    @Test
    void what_concerns_every_tenant_is_not_done_for_one_tenants_administrator() {
        String administrator = Tokens.of("u1", "acme", "system_admin");
        client.post()
                .uri(uri("sinks/order/data-table/pause"))
                .headers(headers -> headers.setBearerAuth(administrator))
                .bodyValue(Map.of("process", process()))
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(shop.sink().isPaused()).isFalse();
    }

    @Test
    void what_is_no_json_changes_nothing() {
        client.post()
                .uri(uri("sinks/order/data-table/pause"))
                .headers(headers -> headers.setBearerAuth(ConsoleShop.operator()))
                .header("Content-Type", "text/plain")
                .bodyValue("{\"process\":\"%s\"}".formatted(process()))
                .exchange()
                .expectStatus()
                .isEqualTo(415);
        assertThat(shop.sink().isPaused()).isFalse();
    }

    private static String process() {
        Map<?, ?> overview =
                get("overview").expectBody(Map.class).returnResult().getResponseBody();
        return String.valueOf(overview.get("process"));
    }

    private static ParkedPage parked(String tenant, String after) {
        return get("parked/order/data-table?tenant=" + tenant + "&after=" + encoded(after))
                .expectBody(ParkedPage.class)
                .returnResult()
                .getResponseBody();
    }

    private static ResponseSpec get(String path) {
        return client.get()
                .uri(uri(path))
                .headers(headers -> headers.setBearerAuth(ConsoleShop.operator()))
                .exchange();
    }

    private static ResponseSpec post(String path, Map<String, String> order) {
        return client.post()
                .uri(uri("sinks/" + path))
                .headers(headers -> headers.setBearerAuth(ConsoleShop.operator()))
                .bodyValue(order)
                .exchange();
    }

    private static URI uri(String path) {
        return URI.create(shop.address() + "/millrace/console/api/" + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
