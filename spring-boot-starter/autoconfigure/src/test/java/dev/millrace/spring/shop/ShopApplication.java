/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A shop with orders, started with a real server. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(OrderController.class)
public class ShopApplication {

    private static final List<String> ALWAYS = List.of(
            "server.port=0", "spring.application.name=shop", "millrace.modules=order", "spring.main.banner-mode=off");

    /** Starts the shop with these settings beside its own. */
    public static ConfigurableApplicationContext start(Class<?> extra, String... settings) {
        List<String> all = new ArrayList<>(ALWAYS);
        all.addAll(Arrays.asList(Tokens.settings()));
        all.addAll(Arrays.asList(settings));
        return new SpringApplicationBuilder(ShopApplication.class, extra)
                .web(WebApplicationType.REACTIVE)
                .properties(all.toArray(String[]::new))
                .run();
    }

    /** A client of a shop that was started. */
    public static WebTestClient client(ConfigurableApplicationContext shop) {
        String port = shop.getEnvironment().getRequiredProperty("local.server.port");
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    /** A store that counts who comes, and lets nobody in. */
    public static class UnreachableStore {

        @Bean
        CountingHttpClient countingHttpClient() {
            return new CountingHttpClient();
        }

        @Bean
        DynamoConnection dynamoConnection(CountingHttpClient http) {
            return DynamoConnection.over(
                    http,
                    DynamoOptions.defaults().withRegion("us-east-1"),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
        }
    }
}
