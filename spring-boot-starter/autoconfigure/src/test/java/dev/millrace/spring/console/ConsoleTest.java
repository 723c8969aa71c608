/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.spring.shop.CountingHttpClient;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.shop.UnreachableStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A console that only shows: what it gives whom. Nothing here may reach the store. */
class ConsoleTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
    private static final Pattern MARKUP_FROM_TEXT = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|createContextualFragment|eval\\(|new Function");
    private static final Pattern INLINE = Pattern.compile("<script(?![^>]*src=)|<style|\\sstyle=|\\son\\w+=");

    private static final List<String> READS =
            List.of("overview", "leases", "parked/order/data-table", "history/order?item=ORDER%23acme%237");
    private static final List<String> ACTIONS = List.of("pause", "resume", "redrive", "discard");

    private static ConfigurableApplicationContext shop;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        shop = ShopApplication.start(
                UnreachableStore.class,
                "millrace.tables=ignore",
                "millrace.console.enabled=true",
                "millrace.console.roles=support",
                "millrace.web.tenant-header=x-\"><b>");
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
    void the_page_is_for_everybody_and_runs_nothing_but_its_own_files() {
        client.get()
                .uri("/millrace/console")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/html;charset=UTF-8")
                .expectHeader()
                .valueEquals(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'; trusted-types 'none'")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader()
                .valueEquals("Cross-Origin-Opener-Policy", "same-origin")
                .expectHeader()
                .valueEquals("X-Frame-Options", "DENY");
    }

    @Test
    void all_that_the_page_is_made_of_is_served_and_makes_no_markup_of_texts() {
        String page = text("/millrace/console");
        assertThat(page)
                .doesNotContainPattern(INLINE)
                .doesNotContain("{{")
                .contains("content=\"x-&quot;&gt;&lt;b&gt;\"");
        List<String> files = new ArrayList<>(LINK.matcher(page)
                .results()
                .map(link -> "/millrace/" + link.group(1))
                .toList());
        assertThat(files).hasSize(3);
        for (int next = 0; next < files.size(); next++) {
            String file = files.get(next);
            String content = text(file);
            assertThat(content).as(file).doesNotContainPattern(MARKUP_FROM_TEXT);
            IMPORT.matcher(content)
                    .results()
                    .map(link -> "/millrace/console/" + link.group(1))
                    .filter(imported -> !files.contains(imported))
                    .forEach(files::add);
        }
        assertThat(files)
                .containsExactlyInAnyOrder(
                        Stream.of(shop.getBean(ConsolePages.class).paths())
                                .filter(path -> !path.equals(ConsolePages.PATH))
                                .toArray(String[]::new));
    }

    @Test
    void nothing_else_is_for_everybody() {
        for (String path : List.of("/millrace", "/millrace/console/", "/millrace/console/other.js", "/orders/whoami")) {
            client.get().uri(path).exchange().expectStatus().isUnauthorized();
        }
        client.post().uri("/millrace/console").exchange().expectStatus().is4xxClientError();
        READS.forEach(read -> get(read, "").isUnauthorized());
        READS.forEach(read -> get(read, Tokens.forged()).isUnauthorized());
        ACTIONS.forEach(action -> act(action, Tokens.forged()).isUnauthorized());
    }

    @Test
    void who_has_no_role_for_it_sees_nothing() {
        String user = Tokens.of("u1", "acme", "user");
        READS.forEach(read -> get(read, user).isForbidden());
        ACTIONS.forEach(action -> act(action, user).isForbidden());
        String nobody = Tokens.with(claims -> claims.claim("custom:tenant", null));
        READS.forEach(read -> get(read, nobody).isUnauthorized());
    }

    @Test
    void what_is_asked_of_the_console_is_all_that_is_tested_here() {
        assertThat(Stream.of(ConsoleController.class.getDeclaredMethods())
                        .flatMap(method -> Stream.of(method.getAnnotations()))
                        .filter(annotation ->
                                annotation.annotationType().getSimpleName().endsWith("Mapping")))
                .hasSize(READS.size() + 1);
    }

    @Test
    void who_looks_after_one_tenant_sees_nothing_of_another() {
        String support = Tokens.of("u1", "acme", "support");
        get("overview", support).isOk();
        get("parked/order/data-table", support).isForbidden();
        get("parked/order/data-table?tenant=other", support).isForbidden();
        get("history/order?item=ORDER%23other%237", support).isForbidden();
    }

    @Test
    void an_overview_tells_who_asks_and_what_there_is() {
        client.get()
                .uri("/millrace/console/api/overview")
                .headers(headers -> headers.setBearerAuth(Tokens.of("u1", "acme", "support")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        """
                        {"readOnly": true, "user": "u1", "tenant": "acme", "refresh": 5000, "workers": [],
                         "modules": [{"name": "order", "sinks": ["data-table"]}]}""");
    }

    @Test
    void it_only_shows() {
        String operator = Tokens.of("u1", "acme", "support");
        for (String action : ACTIONS) {
            client.post()
                    .uri("/millrace/console/api/sinks/order/data-table/" + action)
                    .headers(headers -> headers.setBearerAuth(operator))
                    .bodyValue(Map.of())
                    .exchange()
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("this console only shows, unless millrace.console.read-only is false");
        }
    }

    @Test
    void what_makes_no_sense_is_refused_in_words() {
        String support = Tokens.of("u1", "acme", "support");
        get("parked/other/data-table", support).isBadRequest();
        get("parked/order/No%20Sink", support).isBadRequest();
        get("parked/order/data-table?tenant=acme&after=none", support).isBadRequest();
        get("history/other?item=ORDER%23acme%237", support).isBadRequest();
        get("history/order?item=none", support).isBadRequest();
        get("history/order?item=ORDER%23acme%237&before=-1", support).isBadRequest();
        get("history/order", support).isBadRequest();
    }

    private static String text(String path) {
        return client.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(1 << 20))
                .build()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static StatusAssertions get(String path, String token) {
        return client.get()
                .uri(URI.create(base() + path))
                .headers(headers -> {
                    if (!token.isEmpty()) {
                        headers.setBearerAuth(token);
                    }
                })
                .exchange()
                .expectStatus();
    }

    private static StatusAssertions act(String action, String token) {
        return client.method(HttpMethod.POST)
                .uri(URI.create(base() + "sinks/order/data-table/" + action))
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange()
                .expectStatus();
    }

    private static String base() {
        return "http://localhost:" + shop.getEnvironment().getRequiredProperty("local.server.port")
                + "/millrace/console/api/";
    }
}
