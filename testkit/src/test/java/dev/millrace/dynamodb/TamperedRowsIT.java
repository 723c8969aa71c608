/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException.Retry;
import dev.millrace.command.Command;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.data.VersionToken;
import dev.millrace.history.HistoryService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Somebody copies rows from one tenant to another by hand: what they hold is still not shown to the wrong one. */
@ExtendWith(LocalDynamoDb.class)
class TamperedRowsIT {

    private static final InvokeContext VICTIM = InvokeContext.of("u1", "victim");
    private static final InvokeContext READER = InvokeContext.of("u2", "reader");

    private static DynamoFixture dynamo;

    private final String name = UUID.randomUUID().toString();
    private final ItemKey original = ItemKey.of("ORDER", "victim", name);
    private final ItemKey copy = ItemKey.of("ORDER", "reader", name);
    private final DataService data = dynamo.module.dataService();
    private final HistoryService history = dynamo.module.historyService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private void publish() {
        Command create = Command.create(original, Attributes.of(Map.of("card", "4111-canary")));
        dynamo.coldService().publishSync(create, VICTIM).block(DynamoFixture.CALL_TIMEOUT);
    }

    /** Moves a row, as it is, under the key of another tenant's item. */
    private void copyRow(String table, String sort) {
        Map<String, AttributeValue> key = Rows.key(original.partition().text(), sort);
        Mono.fromFuture(() ->
                        dynamo.client().getItem(get -> get.tableName(table).key(key)))
                .map(found -> {
                    Map<String, AttributeValue> row = new HashMap<>(found.item());
                    row.put(Rows.PK, AttributeValue.fromS(copy.partition().text()));
                    return row;
                })
                .flatMap(row -> Mono.fromFuture(() ->
                        dynamo.client().putItem(put -> put.tableName(table).item(row))))
                .block(DynamoFixture.CALL_TIMEOUT);
    }

    private static void assertRefused(Publisher<?> read) {
        Duration patience = DynamoFixture.CALL_TIMEOUT;
        StepVerifier.create(Flux.from(read).contextWrite(READER.asContext()))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(UndecodableRowException.class, refused -> assertThat(refused.retry())
                                .isEqualTo(Retry.NEVER))
                        .hasMessageContaining("names another tenant than its key")
                        .hasMessageNotContaining("victim")
                        .hasMessageNotContaining("canary"))
                .verify(patience);
    }

    @Test
    void a_row_of_the_data_table_that_names_another_tenant_is_shown_by_no_query() {
        publish();
        copyRow(dynamo.module.id().dataTable(), original.sort().text());

        assertRefused(data.getItem(copy));
        assertRefused(data.getItem(copy, VersionToken.of(copy, Version.FIRST)));
        assertRefused(data.getItems(List.of(copy)));
        assertRefused(data.listItemsByPk(copy.partition(), ItemQuery.all()));
        assertRefused(data.streamItemsByPk(copy.partition(), ItemQuery.all()));
        remove(copy);
    }

    @Test
    void a_row_of_the_command_table_that_names_another_tenant_is_no_part_of_any_history() {
        publish();
        copyRow(
                dynamo.module.id().commandTable(),
                original.sort().at(Version.FIRST).text());

        assertRefused(history.versions(copy));
        assertRefused(history.at(copy, Version.FIRST));
        assertRefused(history.asOf(copy, Instant.now()));
        assertRefused(history.changes(copy));
        assertRefused(data.getItem(copy, VersionToken.of(copy, Version.FIRST)));
    }

    /** The tests share a partition, which one of them lists. */
    private void remove(ItemKey key) {
        Mono.fromFuture(() -> dynamo.client().deleteItem(delete -> delete.tableName(
                                dynamo.module.id().dataTable())
                        .key(Rows.key(key.partition().text(), key.sort().text()))))
                .block(DynamoFixture.CALL_TIMEOUT);
    }
}
