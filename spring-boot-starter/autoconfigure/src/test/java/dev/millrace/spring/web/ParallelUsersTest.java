/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemKey;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.shop.UnreachableStore;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Two hundred users at once, over a real server: nobody is taken for somebody else, and nothing blocks. */
class ParallelUsersTest {

    private static final int USERS = 200;

    private static ConfigurableApplicationContext shop;
    private static WebClient client;

    @BeforeAll
    static void start() {
        shop = ShopApplication.start(
                InMemoryShop.class, "millrace.tables=ignore", "millrace.web.trusted-proxies=127.0.0.1");
        client = WebClient.create("http://localhost:" + shop.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void two_hundred_users_at_once_are_never_mixed_up() {
        List<String> answers = Flux.range(0, USERS)
                .flatMap(
                        user -> client.get()
                                .uri("/orders/whoami")
                                .headers(headers -> {
                                    headers.setBearerAuth(token(user));
                                    headers.set("X-Forwarded-For", "198.51.100." + user);
                                    headers.set("X-Request-Id", "request-" + user);
                                })
                                .retrieve()
                                .bodyToMono(String.class)
                                .map(answer -> user + " " + answer),
                        USERS)
                .collectList()
                .block(Duration.ofSeconds(60));
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, USERS)
                        .mapToObj(
                                user -> "%1$d u%1$d@t%2$d 198.51.100.%1$d request-%1$d true".formatted(user, user % 20))
                        .toList());
    }

    @Test
    void what_each_of_them_writes_bears_its_own_name() {
        List<HttpStatusCode> statuses = Flux.range(0, USERS)
                .flatMap(
                        user -> client.post()
                                .uri("/orders/{id}", "o-" + user)
                                .headers(headers -> headers.setBearerAuth(token(user)))
                                .bodyValue(Map.of("of", user))
                                .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode())),
                        USERS)
                .collectList()
                .block(Duration.ofSeconds(60));
        assertThat(statuses).hasSize(USERS).allMatch(status -> status.value() == 202);

        CommandService commands = shop.getBean("orderCommandService", CommandService.class);
        for (int user = 0; user < USERS; user++) {
            String tenant = "t" + user % 20;
            RecordedCommand written = commands.getLatestItem(ItemKey.of("ORDER", tenant, "o-" + user))
                    .contextWrite(InvokeContext.of("check", tenant).asContext())
                    .block(Duration.ofSeconds(30));
            assertThat(written.state().audit().created().by()).isEqualTo("u" + user);
        }
    }

    private static String token(int user) {
        return Tokens.of("u" + user, "t" + user % 20, "user");
    }

    static class InMemoryShop extends UnreachableStore {

        @Bean
        CommandService orderCommandService() {
            return CommandService.over(new InMemoryCommandLog(new InMemoryDataStore()), CommandOptions.defaults());
        }
    }
}
