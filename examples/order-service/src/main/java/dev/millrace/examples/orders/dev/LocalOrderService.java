/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import dev.millrace.examples.orders.OrderServiceApplication;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.engine.PostgresLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code millrace example}: the order service in its profile dev, on engines of its own that end with it. */
public final class LocalOrderService {

    private LocalOrderService() {}

    /** Starts the engines and the service; arguments are Spring Boot's, such as {@code --server.port=8081}. */
    public static void main(String[] arguments) throws IOException {
        DevelopmentKey key = DevelopmentKey.ofThisCheckout();
        System.out.println("Starting DynamoDB Local, Kafka and PostgreSQL …");
        SpringApplication service = new SpringApplication(OrderServiceApplication.class);
        service.setAdditionalProfiles("dev");
        service.setDefaultProperties(engines());
        tell(service.run(arguments), key);
    }

    private static Map<String, Object> engines() {
        EngineOptions small = EngineOptions.defaults().withHeapMegabytes(384);
        CompletableFuture<DynamoDbLocal> dynamo = starting(() -> DynamoDbLocal.start(small));
        CompletableFuture<LocalKafkaBroker> kafka = starting(() -> LocalKafkaBroker.childProcess(small));
        PostgresLocal postgres = PostgresLocal.start(small);
        return settings(dynamo.join(), kafka.join().bootstrapServers(), postgres);
    }

    private static <T> CompletableFuture<T> starting(Supplier<T> engine) {
        return CompletableFuture.supplyAsync(engine);
    }

    /** Where the engines are, as settings of the service. */
    static Map<String, Object> settings(DynamoDbLocal dynamo, String kafka, PostgresLocal postgres) {
        return Map.of(
                "millrace.dynamodb.endpoint", dynamo.endpoint(),
                "millrace.dynamodb.region", "us-east-1",
                "millrace.kafka.bootstrap-servers", kafka,
                "spring.r2dbc.url", postgres.url(postgres.freshDatabase()),
                "spring.r2dbc.username", postgres.user(),
                "spring.r2dbc.password", postgres.password());
    }

    private static void tell(ConfigurableApplicationContext service, DevelopmentKey key) {
        String address = "http://localhost:" + service.getEnvironment().getProperty("local.server.port");
        String token = key.sign(TokenCommand.claims("you", "acme", List.of("admin"), Duration.ofHours(8)));
        System.out.printf(
                "%nThe order service runs until Ctrl-C.%n  search   %s/#token=%s%n  API      %s/swagger-ui.html%n"
                        + "  console  %s/millrace/console%n"
                        + "  token    ./millrace token --tenant acme --user u1 --role admin%n",
                address, token, address, address);
    }
}
