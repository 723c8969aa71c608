/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.millrace.examples.orders.OrderServiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.web.reactive.server.WebTestClient;

/** An order service with a real server, and somebody who has tokens for it. */
final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;

    private Service(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts the service in that profile with these settings, which win over the profile's. */
    static Service start(String profile, Map<String, Object> settings, Class<?>... extras) {
        SpringApplicationBuilder service = new SpringApplicationBuilder(OrderServiceApplication.class)
                .sources(OwnThreads.class)
                .sources(extras)
                .profiles(profile);
        Map<String, Object> all = new HashMap<>(Map.of("server.port", 0, "spring.main.banner-mode", "off"));
        all.putAll(settings);
        String[] arguments = all.entrySet().stream()
                .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toArray(String[]::new);
        return new Service(service.run(arguments));
    }

    /** A folder with a key of its own. */
    static Path newKeyFolder() {
        try {
            Path folder = Files.createTempDirectory("order-service-key");
            DevelopmentKey.in(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String token(Path keyFolder, String user, String tenant, String... roles) {
        return token(keyFolder, TokenCommand.claims(user, tenant, List.of(roles), Duration.ofHours(1)));
    }

    static String token(Path keyFolder, JWTClaimsSet claims) {
        try {
            return DevelopmentKey.in(keyFolder).sign(claims);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    <T> Map<String, T> beans(Class<T> type) {
        return context.getBeansOfType(type);
    }

    /** A client that shows that token; an empty one is not shown. */
    WebTestClient client(String token) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port())
                .responseTimeout(PATIENCE)
                .defaultHeaders(headers -> {
                    if (!token.isEmpty()) {
                        headers.setBearerAuth(token);
                    }
                })
                .build();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The threads of a server that ends are not those of another in this JVM. */
    static final class OwnThreads {

        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory threads = new ReactorResourceFactory();
            threads.setUseGlobalResources(false);
            return threads;
        }
    }
}
