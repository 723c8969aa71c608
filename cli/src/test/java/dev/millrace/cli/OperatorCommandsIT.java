/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.KafkaBroker;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The commands with which operators look after sinks, as they type them. */
@ExtendWith({LocalDynamoDb.class, LocalKafka.class})
class OperatorCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ModuleId module = new ModuleId("local", "a" + UUID.randomUUID(), "order");
    private final SinkId sink = new SinkId(module, SinkName.of("search"));
    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();
    private String endpoint = "";
    private String kafka = "";
    private DynamoConnection connection;
    private ParkedChanges parked;

    @BeforeEach
    void tables_and_topics(DynamoDbLocal engine, KafkaBroker broker) {
        endpoint = engine.endpoint().toString();
        kafka = broker.bootstrapServers();
        assertThat(millrace("tables create --partitions 2 --kafka " + kafka))
                .as("%s", complaints)
                .isZero();
        connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(engine.endpoint())
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        parked = connection.module(module).parkedChanges();
        for (String tenant : List.of("acme", "globex")) {
            park(ItemKey.of("ORDER", tenant, "7"), 3);
            park(ItemKey.of("ORDER", tenant, "7"), 4);
        }
    }

    @AfterEach
    void close() {
        connection.close();
    }

    private void park(ItemKey key, long version) {
        Setback setback = Setback.by(new IllegalStateException(), Version.of(version), 5, "changes-0@9", Instant.EPOCH);
        parked.park(sink, Samples.change(key, version, Samples.note("hidden")), setback)
                .block(PATIENCE);
    }

    private int millrace(String command) {
        Stream<String> target =
                Stream.of("--app", module.application(), "--module", module.module(), "--dynamodb-endpoint", endpoint);
        printed.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(complaints, true))
                .execute(
                        Stream.concat(Stream.of(command.split(" ", -1)), target).toArray(String[]::new));
    }

    private List<JsonNode> json(String command) throws Exception {
        assertThat(millrace(command + " --json")).as("%s", complaints).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : printed.toString().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void parked_items_are_listed_by_tenant_and_shown_without_their_payload() throws Exception {
        assertThat(json("parked list --sink search"))
                .extracting(line -> line.path("item").asText())
                .containsExactly("ORDER#acme#7", "ORDER#globex#7");
        assertThat(json("parked list --sink search --tenant acme"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("changes").asLong()).isEqualTo(2);
                    assertThat(line.path("version").asLong()).isEqualTo(3);
                    assertThat(line.path("cause").asText()).isEqualTo("java.lang.IllegalStateException");
                });
        assertThat(json("parked list --sink search --after ORDER#acme#7")).hasSize(1);
        assertThat(json("parked show --sink search --item ORDER#acme#7"))
                .extracting(line -> line.path("version").asLong())
                .containsExactly(3L, 3L, 4L);
        assertThat(printed.toString()).doesNotContain("hidden");
        json("parked show --sink search --item ORDER#acme#7 --payload");
        assertThat(printed.toString()).contains("hidden");
        assertThat(millrace("parked show --sink search --item ORDER#acme#7")).isZero();
        assertThat(printed.toString()).contains("ORDER#acme#7  version 3, 2 kept");
    }

    @Test
    void a_redrive_is_asked_for_and_written_down() throws Exception {
        assertThat(millrace("parked redrive --sink search --tenant acme --by ada"))
                .isZero();

        assertThat(printed.toString()).contains("1 items wait");
        assertThat(parked.asked(sink, 10).collectList().block(PATIENCE))
                .containsExactly(ItemKey.of("ORDER", "acme", "7"));
        assertThat(json("parked show --sink search --item ORDER#acme#7"))
                .filteredOn(line -> line.path("kind").asText().equals("entry"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("by").asText()).isEqualTo("ada");
                    assertThat(line.path("action").asText()).isEqualTo("REDRIVE_ASKED");
                });
    }

    @Test
    void changes_are_discarded_one_by_one_or_with_their_item() throws Exception {
        assertThat(millrace("parked discard --sink search --item ORDER#acme#7 --version 3"))
                .isZero();
        assertThat(json("parked list --sink search --tenant acme"))
                .extracting(line -> line.path("changes").asLong())
                .containsExactly(1L);

        assertThat(millrace("parked discard --sink search --tenant globex")).isZero();
        assertThat(json("parked list --sink search"))
                .extracting(line -> line.path("tenant").asText())
                .containsExactly("acme");
    }

    @Test
    void what_would_touch_everything_has_to_be_meant() {
        assertThat(millrace("parked redrive --sink search")).isEqualTo(2);
        assertThat(millrace("parked discard --sink search")).isEqualTo(2);
        assertThat(millrace("parked discard --sink search --tenant acme --version 3"))
                .isEqualTo(2);
        assertThat(millrace("parked show --sink search --item ORDER#acme#7 --tenant globex"))
                .isEqualTo(2);

        assertThat(millrace("parked redrive --sink search --all")).isZero();
        assertThat(printed.toString()).contains("2 items wait");
    }

    @Test
    void a_sink_is_shown_and_set_where_it_shall_stand() throws Exception {
        assertThat(json("position show --sink search --kafka " + kafka))
                .extracting(line -> line.path("lag").asLong())
                .containsExactly(0L, 0L);
        assertThat(millrace("position move --sink search --to end --kafka " + kafka))
                .isZero();
        assertThat(printed.toString()).contains("partition 1  next 0  end 0  lag 0");
        assertThat(millrace("position move --sink search --to 2026-01-31T00:00:00Z --kafka " + kafka))
                .isZero();
        assertThat(millrace("position move --sink search --to 1@0 --kafka " + kafka))
                .isZero();
        assertThat(millrace("position move --sink search --to 1@5 --kafka " + kafka))
                .isEqualTo(2);
        assertThat(millrace("position move --sink search --to yesterday --kafka " + kafka))
                .isEqualTo(2);
        assertThat(millrace("position move --sink search --to beginning --by ada --kafka " + kafka))
                .isZero();

        assertThat(json("position log --sink search"))
                .extracting(line -> line.path("detail").asText())
                .containsExactly("to end", "to 2026-01-31T00:00:00Z", "to 1@0", "to 1@5", "to beginning");
        assertThat(millrace("position log --sink search")).isZero();
        assertThat(printed.toString().lines()).last().asString().endsWith(" MOVED by ada to beginning");
    }

    @Test
    void the_status_shows_sinks_with_their_lag_and_what_is_parked() throws Exception {
        assertThat(json("status --sink search,data-table --kafka " + kafka))
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.path("shards")).isEmpty();
                    assertThat(status.path("sinks"))
                            .extracting(one -> one.path("parkedItems").asLong())
                            .containsExactly(2L, 0L);
                    assertThat(status.path("sinks").path(0).path("partitions")).hasSize(2);
                });

        assertThat(json("status --sink search --by-tenant --sample 5 --kafka " + kafka))
                .singleElement()
                .satisfies(status -> assertThat(
                                status.path("sinks").path(0).path("tenants").isArray())
                        .isTrue());
        assertThat(millrace("status --sink search --by-tenant 3 --sample 0 --kafka " + kafka))
                .isEqualTo(2);

        assertThat(millrace("status --sink search --kafka " + kafka)).isZero();
        assertThat(printed.toString())
                .contains("no bridge has run", "sink search  lag 0  parked items 2", "partition 1  next 0");
    }

    @Test
    void a_read_model_is_rebuilt_from_the_command_table() {
        ItemKey key = ItemKey.of("ORDER", "acme", "8");
        InvokeContext caller = InvokeContext.of("ada", "acme");
        connection
                .module(module)
                .commandService()
                .publishAsync(Command.create(key, Samples.note("first")), caller)
                .block(PATIENCE);

        assertThat(millrace("rebuild --sink data-table --rate 500"))
                .as("%s", complaints)
                .isZero();

        assertThat(printed.toString()).contains("1 rows read, 1 changes applied, 0 were there, 0 refused");
        assertThat(connection.module(module).dataStore().get(key).block(PATIENCE))
                .satisfies(item -> assertThat(item.version()).isEqualTo(Version.of(1)));
        assertThat(millrace("rebuild --sink postgres")).isEqualTo(2);
        assertThat(millrace("rebuild --sink data-table --rate 0")).isEqualTo(2);
        assertThat(millrace("rebuild --sink data-table --into 2")).isEqualTo(2);
        assertThat(millrace("generation list --sink data-table")).isEqualTo(2);
        assertThat(complaints.toString()).contains("\"data-table\" has no generations: it is rebuilt in place only");
    }
}
