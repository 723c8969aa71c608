/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.kafka.ChangeTopics;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.opensearch.SearchPage;
import dev.millrace.sink.opensearch.SearchQuery;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import dev.millrace.testkit.junit.LocalOpenSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The worker as its operator runs it: a process that gets options and, in the end, a signal. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class, LocalOpenSearch.class})
class OpenSearchSinkCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ITEMS = 500;
    private static final Tenant TENANT = Tenant.of("acme");

    private final ModuleId module =
            new ModuleId("test", "shop", UUID.randomUUID().toString().substring(0, 8));

    @TempDir
    private Path folder;

    private Process start(DynamoDbLocal dynamo, KafkaBroker kafka, OpenSearchLocal engine) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "sink",
                "opensearch",
                "--opensearch=" + engine.endpoint(),
                "--create-index");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment()
                .putAll(Map.of(
                        "MILLRACE_ENVIRONMENT", module.environment(),
                        "MILLRACE_APP", module.application(),
                        "MILLRACE_MODULE", module.module(),
                        "DYNAMODB_ENDPOINT", dynamo.endpoint().toString(),
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
        return builder.start();
    }

    private Path log() {
        return folder.resolve("worker.log");
    }

    private static ItemKey key(int number) {
        return ItemKey.of("ORDER", TENANT.code(), "%04d".formatted(number));
    }

    private void publish(KafkaBroker kafka) {
        Map<String, String> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        ChangeTopics.create(properties, module, 2, 1).block(PATIENCE);
        ChangePublisher publisher =
                KafkaChangePublishers.of(module, properties).open(ITEMS).block(PATIENCE);
        Flux.range(0, ITEMS)
                .flatMap(number -> publisher.publish(Samples.change(key(number), 1, Samples.note("n" + number))))
                .thenMany(Flux.range(0, ITEMS / 2))
                .flatMap(number -> publisher.publish(Samples.deletion(key(number), 2)))
                .blockLast(PATIENCE);
        publisher.close().block(PATIENCE);
    }

    /** The table for parked changes, without which no worker begins. */
    private void createTables(DynamoDbLocal dynamo) {
        int exit = Main.commandLine()
                .execute(
                        "tables",
                        "create",
                        "--environment=" + module.environment(),
                        "--app=" + module.application(),
                        "--module=" + module.module(),
                        "--dynamodb-endpoint=" + dynamo.endpoint());
        assertThat(exit).isZero();
    }

    private String purge(OpenSearchLocal engine) {
        StringWriter printed = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(printed, true))
                .execute(
                        "purge",
                        "--older-than=PT0S",
                        "--environment=" + module.environment(),
                        "--app=" + module.application(),
                        "--module=" + module.module(),
                        "--opensearch=" + engine.endpoint());
        assertThat(exit).isZero();
        return printed.toString();
    }

    private static SearchPage find(SearchIndex index, SearchQuery query) {
        return index.search()
                .find(query)
                .contextWrite(InvokeContext.system(TENANT).asContext())
                .block(PATIENCE);
    }

    @Test
    void it_brings_the_topic_into_the_index_until_it_is_told_to_stop(
            DynamoDbLocal dynamo, KafkaBroker kafka, OpenSearchLocal engine) throws Exception {
        createTables(dynamo);
        publish(kafka);
        Process worker = start(dynamo, kafka, engine);
        try (OpenSearchConnection connection =
                OpenSearchConnection.open(OpenSearchOptions.fromEnvironment().withEndpoint(engine.endpoint()))) {
            SearchIndex index = connection.index(IndexName.of(module));
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> find(index, SearchQuery.all()).total() == ITEMS - ITEMS / 2);

            assertThat(find(index, SearchQuery.all().equal("attributes.note", "n499"))
                            .items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.key()).isEqualTo(key(499)));
            assertThat(index.sink().appliedVersion(key(0)).block(PATIENCE)).isEqualTo(Version.of(2));

            worker.destroy();
            assertThat(worker.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
            assertThat(Files.readString(log())).doesNotContain("ERROR").doesNotContain("Exception");
            assertThat(purge(engine)).contains("purged: %d items".formatted(ITEMS / 2));
            assertThat(index.sink().appliedVersion(key(0)).block(PATIENCE)).isEqualTo(Version.NONE);
        } finally {
            worker.destroyForcibly();
        }
    }
}
