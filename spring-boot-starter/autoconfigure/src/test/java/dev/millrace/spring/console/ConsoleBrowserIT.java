/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.item.ItemKey;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page as people have it, in Chromium. */
@Tag("browser")
@ExtendWith(LocalDynamoDb.class)
class ConsoleBrowserIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target", "console");

    private static ConsoleShop shop;
    private static Browser browser;

    @BeforeAll
    static void start(DynamoDbLocal dynamo) {
        shop = ConsoleShop.start(dynamo);
        browser = Browser.open();
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        shop.close();
    }

    @BeforeEach
    void open() {
        browser.emulate(1280, "light");
        browser.go(shop.address() + "/millrace/console");
        browser.awaitShown("#sign-in");
        browser.complaints();
    }

    @AfterEach
    void the_browser_has_refused_nothing_that_the_page_does() {
        assertThat(browser.complaints())
                .filteredOn(complaint -> !complaint.contains("Failed to load resource"))
                .isEmpty();
    }

    @Test
    void the_page_asks_for_a_token_and_keeps_it_only_in_its_memory() {
        assertThat(browser.isShown("#main")).isFalse();
        browser.type("#token", "no token");
        browser.press(Browser.ENTER);
        browser.awaitText("#sign-in-reason", "not accepted");
        signIn();
        browser.awaitText("#caller", "olga of acme");
        assertThat(browser.run("return localStorage.length + sessionStorage.length + document.cookie.length"))
                .hasToString("0");
        assertThat(String.valueOf(browser.run("return location.href"))).doesNotContain("token");
        browser.go(shop.address() + "/millrace/console");
        browser.awaitShown("#sign-in");
        assertThat(browser.isShown("#main")).isFalse();
    }

    @Test
    void a_sink_is_seen_paused_and_resumed_with_the_keyboard() {
        signIn();
        shop.sink().take(12);
        browser.awaitText("#workers", "order/data-table");
        browser.awaitText("#workers", "12");
        browser.run("document.querySelector('#workers button').focus()");
        assertThat(browser.text("#updated")).startsWith("Updated");
        browser.press(Browser.ENTER);
        browser.awaitText("#workers .state", "paused");
        assertThat(shop.sink().isPaused()).isTrue();
        browser.click("#workers button:not([hidden])");
        browser.awaitText("#workers .state", "running");
        assertThat(shop.sink().isPaused()).isFalse();
    }

    @Test
    void of_several_processes_the_one_that_is_shown_is_meant() {
        signIn();
        browser.awaitText("#workers", "order/data-table");
        browser.run(
                """
                const real = window.fetch;
                let misled = 3;
                let isOther = false;
                window.fetch = async (url, request) => {
                  if (request.method === "POST" && misled-- > 0) {
                    return new Response("{}", { status: 421 });
                  }
                  const answer = await real(url, request);
                  if (!String(url).endsWith("/overview") || (isOther = !isOther)) {
                    return answer;
                  }
                  return Response.json({ ...(await answer.json()), process: "another", workers: [] });
                };""");
        browser.awaitShown("#process-choice");
        browser.click("#workers button");
        browser.awaitText("#workers .state", "paused");
        browser.run("const process = document.querySelector('#process'); process.value = 'another';"
                + "process.dispatchEvent(new Event('change'))");
        browser.awaitText("#no-workers", "No bridge and no sink runs in this process");
        shop.sink().resume();
    }

    @Test
    void the_focus_stays_where_it_is_while_the_page_refreshes() {
        signIn();
        browser.awaitText("#workers", "order/data-table");
        browser.run("document.querySelector('#workers button').focus()");
        long carried = Long.parseLong(browser.text("#workers td:nth-of-type(5)"));
        shop.sink().take(1);
        browser.awaitText("#workers td:nth-of-type(5)", Long.toString(carried + 1));
        assertThat(browser.run("return document.activeElement.textContent")).hasToString("Pause");
    }

    @Test
    void lag_is_drawn_while_it_changes() {
        signIn();
        for (int behind = 40; behind > 0; behind -= 10) {
            shop.sink().take(behind);
            String now = "order/data-table: " + behind;
            await().atMost(PATIENCE).until(() -> String.valueOf(
                            browser.run("return document.querySelector('#behind-plot').getAttribute('aria-label')"))
                    .equals(now));
        }
        assertThat(browser.run("return document.querySelectorAll('.plot canvas').length"))
                .hasToString("2");
        assertThat(browser.text("#behind-plot .u-legend")).contains("order/data-table");
        assertThat(browser.run("const canvas = document.querySelector('#behind-plot canvas');"
                        + "return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
                        + ".some((value) => value > 0)"))
                .isEqualTo(true);
    }

    @Test
    void a_parked_item_is_redriven_and_one_is_discarded_after_a_question() {
        ItemKey redriven = ConsoleShop.order("redriven-here");
        ItemKey discarded = ConsoleShop.order("discarded-here");
        shop.park(redriven, "dev.millrace.sink.RefusedChangeException: too large");
        shop.park(discarded, "dev.millrace.sink.RefusedChangeException: too small");
        signIn();
        browser.awaitText("#parked", "redriven-here");
        browser.awaitText("#parked", "too small");
        press(discarded, "Discard");
        browser.awaitText("#question-text", "discarded-here");
        browser.click("#question button[value=no]");
        await().atMost(PATIENCE).until(() -> !browser.isShown("#question"));
        assertThat(shop.parked(discarded)).isPresent();
        press(discarded, "Discard");
        browser.click("#question-yes");
        browser.awaitText("#done", "discard done (items: 1)");
        assertThat(shop.parked(discarded)).isEmpty();
        press(redriven, "Redrive");
        browser.awaitText("#done", "redrive done (items: 1)");
        browser.awaitText("#parked", "redrive asked for");
        assertThat(shop.parked(redriven).orElseThrow().redriving()).isTrue();
    }

    @Test
    void what_others_wrote_is_shown_and_never_run() {
        ItemKey evil = ConsoleShop.order(ConsoleShop.EVIL);
        shop.put(evil, ConsoleShop.EVIL, Map.of("first", 1));
        shop.put(evil, ConsoleShop.EVIL, Map.of(ConsoleShop.EVIL, List.of(ConsoleShop.EVIL)));
        shop.park(evil, ConsoleShop.EVIL);
        signIn();
        browser.awaitText("#parked", ConsoleShop.EVIL);
        browser.run("[...document.querySelectorAll('#parked .link')].find((link) =>"
                + " link.textContent.includes('<img')).click()");
        browser.awaitText("#history", "Version 2");
        browser.awaitText("#history", "[\"" + ConsoleShop.EVIL + "\"]");
        press(evil, "Discard");
        browser.awaitText("#question-text", ConsoleShop.EVIL);
        assertThat(browser.run("return document.title")).hasToString("Millrace console");
        assertThat(browser.run("return document.querySelectorAll('img, script:not([src])').length"))
                .hasToString("0");
    }

    @Test
    void a_page_that_is_no_more_answered_says_so_and_comes_back() {
        signIn();
        browser.awaitText("#workers", "order/data-table");
        browser.network(false);
        browser.awaitText("#trouble", "the application does not answer");
        assertThat(browser.text("#trouble")).startsWith("This is how it was");
        assertThat(browser.isShown("#workers")).isTrue();
        browser.network(true);
        await().atMost(PATIENCE).until(() -> !browser.isShown("#trouble"));
    }

    @Test
    void it_fits_on_wide_and_narrow_screens_in_light_and_in_the_dark() {
        ItemKey key = ConsoleShop.order("7");
        shop.put(key, "Ada's order", Map.of("total", 12.5, "to", Map.of("city", "Bern", "street", "Marktgasse 1")));
        shop.put(key, "Ada's order", Map.of("total", 15, "to", Map.of("city", "Thun", "street", "Marktgasse 1")));
        shop.park(key, "dev.millrace.sink.RefusedChangeException: the document is larger than the index takes");
        for (int width : List.of(1280, 400)) {
            for (String colours : List.of("light", "dark")) {
                open();
                browser.emulate(width, colours);
                fits();
                browser.picture(PICTURES.resolve("sign-in-%d-%s.png".formatted(width, colours)));
                signIn();
                shop.sink().take(width);
                browser.awaitText("#parked", "ORDER#acme#7");
                browser.type("#history-item", key.toString());
                browser.press(Browser.ENTER);
                browser.awaitText("#history", "Version 1");
                fits();
                browser.picture(PICTURES.resolve("console-%d-%s.png".formatted(width, colours)));
            }
        }
    }

    private static void fits() {
        assertThat(browser.run("const page = document.documentElement; return page.scrollWidth - page.clientWidth"))
                .hasToString("0");
    }

    private static void press(ItemKey item, String action) {
        browser.run(
                "const row = [...document.querySelectorAll('#parked tr')].find((tr) => tr.textContent.includes(%s));"
                                .formatted("String.raw`" + item.sort().text() + "`")
                        + "[...row.querySelectorAll('button')].find((one) => one.textContent === '%s').click()"
                                .formatted(action));
    }

    private static void signIn() {
        browser.type("#token", ConsoleShop.operator());
        browser.click("#sign-in button");
        browser.awaitShown("#main");
    }
}
