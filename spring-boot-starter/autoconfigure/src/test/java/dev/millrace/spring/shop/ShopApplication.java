/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A shop with orders, started with a real server. BlockHound sees that nothing in it blocks. */
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
}
