/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.shop.ShopApplication;
import dev.millrace.spring.shop.Tokens;
import dev.millrace.spring.worker.StubWorkers;
import dev.millrace.spring.worker.StubWorkers.StubSink;
import dev.millrace.spring.worker.Workers;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** A shop whose store is real, and whose one sink does what a test says. */
final class ConsoleShop implements AutoCloseable {

    /** What would run, if anything of it became markup. */
    static final String EVIL =
            "<img src=x onerror=document.title='broken'>\"'&<script>document.title='broken'</script>";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SinkName SINK = SinkName.of("data-table");

    private final ConfigurableApplicationContext context;

    private ConsoleShop(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static ConsoleShop start(DynamoDbLocal dynamo) {
        return new ConsoleShop(ShopApplication.start(
                Extras.class,
                "millrace.environment=it" + UUID.randomUUID().toString().substring(0, 8),
                "millrace.tables=create",
                "millrace.dynamodb.endpoint=" + dynamo.endpoint(),
                "millrace.dynamodb.call-timeout=20s",
                "millrace.dynamodb.attempt-timeout=10s",
                "millrace.console.enabled=true",
                "millrace.console.read-only=false",
                "millrace.console.refresh=500ms"));
    }

    static String operator() {
        return Tokens.with(claims ->
                claims.subject("olga").claim("custom:roles", "[{\"tenant\":\"\",\"role\":\"system_admin\"}]"));
    }

    static ItemKey order(String id) {
        return ItemKey.of("ORDER", "acme", id);
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    StubSink sink() {
        return context.getBean(StubSink.class);
    }

    void put(ItemKey key, String name, Map<String, Object> attributes) {
        Mono<?> published =
                module().commands().publishAsync(Command.put(key, ItemContent.of(name, Attributes.of(attributes))));
        published.contextWrite(InvokeContext.of("ada", "acme").asContext()).block(PATIENCE);
    }

    void park(ItemKey key, String cause) {
        Setback setback = new Setback(Version.FIRST, cause, 5, "changes-0@1", Instant.now());
        parked().park(sinkId(), Samples.change(key, 1, Samples.note("any")), setback)
                .block(PATIENCE);
    }

    /** The item as it is parked now, or none. */
    Optional<ParkedItem> parked(ItemKey key) {
        return parked().list(sinkId(), ParkedScope.item(key), null).next().blockOptional(PATIENCE);
    }

    private ParkedChanges parked() {
        return module().tables().parkedChanges();
    }

    private SinkId sinkId() {
        return new SinkId(module().id(), SINK);
    }

    private MillraceModule module() {
        return context.getBean(MillraceModules.class).module("order");
    }

    @Override
    public void close() {
        context.close();
    }

    static class Extras {

        @Bean
        StubSink stubSink() {
            return StubWorkers.sink(SINK.text(), Samples.change(order("any"), 1, Samples.note("any")));
        }

        @Bean
        Workers stubWorkers(StubSink sink) {
            return sink.workers();
        }
    }
}
