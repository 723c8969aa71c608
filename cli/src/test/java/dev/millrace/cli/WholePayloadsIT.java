/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.kafka.KafkaChangePublishers;
import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.offload.OffloadOptions;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.s3.PayloadPlace;
import dev.millrace.offload.s3.S3Options;
import dev.millrace.offload.s3.S3PayloadStore;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import dev.millrace.sink.opensearch.SearchQuery;
import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.engine.S3Local;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import dev.millrace.testkit.junit.LocalOpenSearch;
import dev.millrace.testkit.junit.LocalPostgres;
import dev.millrace.testkit.junit.LocalS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Payloads that are kept in a bucket, as the commands that fill read models show them. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class, LocalS3.class, LocalPostgres.class, LocalOpenSearch.class})
class WholePayloadsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    private static final String TEXT = "large ".repeat(1_000);
    private static final Attributes LARGE = Samples.note(TEXT);
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final InvokeContext CALLER = InvokeContext.of("ada", "acme");

    private final ModuleId module = new ModuleId("local", "a" + UUID.randomUUID(), "order");
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private S3PayloadStore payloads;
    private URI dynamo;
    private String kafka = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void tables_topics_and_a_bucket(DynamoDbLocal engine, KafkaBroker broker, S3Local s3) throws Exception {
        dynamo = engine.endpoint();
        kafka = broker.bootstrapServers();
        assertThat(here("tables create --partitions 1 --kafka " + kafka)).isZero();
        PayloadPlace place = PayloadPlace.of("bucket-" + UUID.randomUUID(), module);
        HttpRequest creation = HttpRequest.newBuilder(s3.endpoint().resolve("/" + place.bucket()))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(creation, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        S3Options options = S3Options.at(place).withEndpoint(s3.endpoint()).withRegion("us-east-1");
        payloads = S3PayloadStore.open(options.withTimeouts(PATIENCE, PATIENCE), CREDENTIALS);
        environment.putAll(Map.of(
                "S3_PAYLOAD_BUCKET", place.bucket(),
                "S3_ENDPOINT", s3.endpoint().toString(),
                "S3_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        payloads.close();
    }

    private String[] arguments(String command) {
        return "%s --app %s --module %s --dynamodb-endpoint %s"
                .formatted(command, module.application(), module.module(), dynamo)
                .split(" ", -1);
    }

    /** In this process, whose environment names no bucket. */
    private int here(String command) {
        return Main.commandLine().execute(arguments(command));
    }

    private Process start(String command) throws IOException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(java, Stream.of(arguments(command))).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("command.log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private void changeOnTheTopic() {
        PayloadPointer pointer = payloads.put(KEY.tenant(), LARGE).block(PATIENCE);
        ChangePublisher publisher = KafkaChangePublishers.of(module, Map.of("bootstrap.servers", kafka))
                .open(1)
                .block(PATIENCE);
        publisher.publish(Samples.change(KEY, 1, pointer.toAttributes())).block(PATIENCE);
        publisher.close().block(PATIENCE);
    }

    private void recordedCommand() {
        try (DynamoConnection connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(dynamo)
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                CREDENTIALS)) {
            connection
                    .module(module)
                    .withOffload(PayloadOffload.to(
                            payloads, OffloadOptions.defaults().withThresholdBytes(1 << 10)))
                    .commandService()
                    .publishAsync(Command.create(KEY, LARGE), CALLER)
                    .block(PATIENCE);
        }
    }

    private String sql(PostgresLocal engine, String database) {
        environment.put("SQL_PASSWORD", engine.password());
        return "--url %s --user %s".formatted(engine.url(database), engine.user());
    }

    /** The attributes of the only item; empty while there is none, or no table. */
    private static String attributes(PostgresLocal engine, String database) {
        try (Connection connection = engine.connect(database);
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("select attributes from items")) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            return "";
        }
    }

    @Test
    void a_worker_shows_a_sql_table_whole_payloads(PostgresLocal engine) throws Exception {
        String database = engine.freshDatabase();
        changeOnTheTopic();

        start("sink postgres --create-table %s --kafka %s".formatted(sql(engine, database), kafka));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(attributes(engine, database)).contains(TEXT));
    }

    @Test
    void a_worker_shows_an_index_whole_payloads(OpenSearchLocal engine) throws Exception {
        changeOnTheTopic();

        start("sink opensearch --create-index --opensearch %s --kafka %s".formatted(engine.endpoint(), kafka));

        try (OpenSearchConnection connection =
                OpenSearchConnection.open(OpenSearchOptions.fromEnvironment().withEndpoint(engine.endpoint()))) {
            SearchIndex index = connection.index(IndexName.of(module));
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(index.search()
                            .find(SearchQuery.all())
                            .contextWrite(CALLER.asContext())
                            .block(PATIENCE)
                            .items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.attributes()).isEqualTo(LARGE)));
        }
    }

    @Test
    void a_worker_shows_a_state_machine_whole_payloads() throws Exception {
        changeOnTheTopic();
        Queue<String> started = new ConcurrentLinkedQueue<>();
        HttpServer stepFunctions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stepFunctions.createContext("/", exchange -> {
            started.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            answer(exchange);
        });
        stepFunctions.start();
        environment.put(
                "SFN_ENDPOINT", "http://localhost:" + stepFunctions.getAddress().getPort());
        environment.put("SFN_REGION", "us-east-1");

        Process worker = start("sink step-functions --state-machine arn:aws:states:us-east-1:1:stateMachine:orders"
                + " --kafka " + kafka);
        await().atMost(PATIENCE).until(() -> !started.isEmpty());
        worker.destroy();
        assertThat(worker.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
        stepFunctions.stop(0);

        assertThat(started).first().asString().contains(TEXT);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body =
                "{\"executionArn\":\"arn:aws:states:us-east-1:1:execution:orders:1\",\"startDate\":1}".getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void a_rebuild_shows_whole_payloads_and_without_a_bucket_their_pointers(PostgresLocal engine) throws Exception {
        recordedCommand();

        assertThat(rebuilt(engine)).contains(TEXT);

        environment.remove("S3_PAYLOAD_BUCKET");
        assertThat(rebuilt(engine)).contains("s3://").doesNotContain(TEXT);
    }

    private String rebuilt(PostgresLocal engine) throws Exception {
        String database = engine.freshDatabase();
        SqlOptions options = SqlOptions.of(engine.url(database), engine.user(), engine.password());
        try (SqlConnection connection = SqlConnection.open(options.withTimeouts(PATIENCE, PATIENCE, PATIENCE))) {
            R2dbcSink.of(connection, RowProjection.ofItems("items"))
                    .createTable()
                    .block(PATIENCE);
        }
        Process rebuild = start("rebuild --sink postgres " + sql(engine, database));
        assertThat(rebuild.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
        return attributes(engine, database);
    }
}
