/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ExpiryPolicy;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How long rows stay: by the moment a content names, by master data, or for ever. */
@ExtendWith(LocalDynamoDb.class)
class ExpiryIT {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** Over five years ago: DynamoDB's expiry lets such rows be, so that a test can find them. */
    private static final Instant LONG_AGO = Instant.parse("2015-01-01T00:00:00Z");

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final CommandService service =
            dynamo.module.commandService(CommandOptions.defaults().withExpiry(dynamo.module.masterDataExpiry(PERIOD)));

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
        dynamo.client()
                .createTable(DynamoTables.definition(new ModuleId("test", "shop", "master").dataTable(), false))
                .join();
        putDays("acme", AttributeValue.fromN("90"));
        putDays("text", AttributeValue.fromS("30"));
        putDays("broken", AttributeValue.fromN("-1"));
        dynamo.http.resetCounts();
    }

    private static void putDays(String tenant, AttributeValue days) {
        dynamo.client()
                .putItem(put -> put.tableName("test-shop-master-data")
                        .item(Map.of(
                                "pk", AttributeValue.fromS("MASTER#" + tenant),
                                "sk", AttributeValue.fromS("TTL#test-shop-order-data"),
                                "attributes", AttributeValue.fromM(Map.of("days", days)))))
                .join();
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static Attributes total(int total) {
        return Attributes.of(Map.of("total", total));
    }

    private static <T> T done(Mono<T> call, String tenant) {
        return call.contextWrite(InvokeContext.of("u1", tenant).asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private PublishOutcome publish(Command command) {
        return done(service.publishSync(command), "acme");
    }

    private Instant dataExpiry() {
        return dynamo.module
                .dataStore()
                .get(key)
                .block(DynamoFixture.CALL_TIMEOUT)
                .state()
                .removableAt();
    }

    private static void assertAbout(Instant actual, Duration fromNow) {
        assertThat(actual).isCloseTo(Instant.now().plus(fromNow), within(1, ChronoUnit.MINUTES));
    }

    @Test
    @DisplayName("[X-21] a configured lifetime applies to the new command and to its data row")
    void a_configured_lifetime_applies_to_both_rows() {
        publish(Command.create(key, total(1)));
        PublishOutcome second = publish(Command.update(key, Version.FIRST, total(2)));

        assertAbout(second.command().state().removableAt(), Duration.ofDays(90));
        assertAbout(dataExpiry(), Duration.ofDays(90));
        assertThat(second.command().content().expires()).isFalse();
    }

    @Test
    @DisplayName("[X-22] a moment that the content names is stored as given, on both rows")
    void a_named_moment_comes_first() {
        Instant moment = Instant.now().plus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        PublishOutcome outcome = publish(Command.create(key, total(1)).expiringAt(moment));

        assertThat(outcome.command().state().removableAt()).isEqualTo(moment);
        assertThat(dataExpiry()).isEqualTo(moment);
        assertThat(done(dynamo.coldService().getLatestItem(key), "acme")
                        .content()
                        .expiresAt())
                .isEqualTo(moment);
    }

    @Test
    @DisplayName("[X-23] identical content with a configured lifetime is unchanged")
    void a_configured_lifetime_is_no_change() {
        publish(Command.create(key, total(1)));
        assertThat(publish(Command.update(key, Version.FIRST, total(1)))).isInstanceOf(Unchanged.class);
    }

    @Test
    void a_patch_gets_a_lifetime_of_its_own() {
        publish(Command.create(key, total(1)).expiringAt(Instant.now().plus(7, ChronoUnit.DAYS)));
        publish(Command.put(key, total(1)));
        done(
                service.publishPartialUpdateSync(
                        CommandPatch.of(key, Version.of(2)).set("total", 3)),
                "acme");
        assertAbout(dataExpiry(), Duration.ofDays(90));
    }

    @Test
    void days_may_be_a_text_and_a_tenant_without_an_entry_keeps_its_rows() {
        ItemKey text = ItemKey.of("ORDER", "text", "1");
        ItemKey none = ItemKey.of("ORDER", "none", "1");
        assertAbout(
                done(service.publishAsync(Command.create(text, total(1))), "text")
                        .command()
                        .state()
                        .removableAt(),
                Duration.ofDays(30));
        assertThat(done(service.publishAsync(Command.create(none, total(1))), "none")
                        .command()
                        .state()
                        .removableAt())
                .isEqualTo(ItemContent.NEVER);
    }

    @Test
    @DisplayName("[C-56] a lifetime of no days, or fewer, fails the publish before it writes")
    void an_entry_that_makes_no_sense_fails_the_publish_before_it_writes() {
        ItemKey broken = ItemKey.of("ORDER", "broken", "1");
        dynamo.http.resetCounts();
        StepVerifier.create(service.publishAsync(Command.create(broken, total(1)), InvokeContext.of("u1", "broken")))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(StoreMisconfiguredException.class)
                        .hasMessageContaining("MASTER#broken/TTL#test-shop-order-data"));
        assertThat(dynamo.http.count("PutItem")).isZero();
    }

    @Test
    void a_hundred_publishes_read_the_entry_once() {
        dynamo.http.resetCounts();
        for (int i = 0; i < 100; i++) {
            publish(Command.put(key, total(i)));
        }
        assertThat(dynamo.http.count("GetItem")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "[X-30] an item whose rows have all expired begins again, unseen by a read model that still holds more")
    void an_item_whose_rows_have_all_expired_begins_again() {
        InMemoryChangeSink sink = new InMemoryChangeSink(new SinkName("test"));
        publish(Command.create(key, total(1)));
        publish(Command.put(key, total(2)));
        dynamo.rows(key).forEach(row -> sink.apply(List.of(row.toChange())).block());
        removeAllRows();

        PublishOutcome again = done(dynamo.coldService().publishSync(Command.put(key, total(3))), "acme");

        assertThat(again.command().version()).isEqualTo(Version.FIRST);
        assertThat(sink.apply(List.of(again.command().toChange())).block()).containsExactly(SinkOutcome.stale());
    }

    @Test
    @DisplayName("[X-30] the data table takes what begins again although it still holds the expired row")
    void the_data_table_takes_what_begins_again_although_it_still_holds_the_expired_row() {
        publish(Command.create(key, total(1)).expiringAt(LONG_AGO));
        publish(Command.put(key, total(2)).expiringAt(LONG_AGO));
        removeCommandRows();

        PublishOutcome again = done(dynamo.coldService().publishSync(Command.put(key, total(3))), "acme");

        assertThat(again.command().version()).isEqualTo(Version.FIRST);
        assertThat(done(dynamo.module.dataService().getItem(key), "acme").attributes())
                .isEqualTo(total(3));
    }

    @Test
    void a_version_stays_for_as_long_as_the_one_it_follows_however_short_lifetimes_have_become() {
        Instant first = publish(Command.create(key, total(1))).command().state().removableAt();
        CommandService stricter = dynamo.module.commandService(
                CommandOptions.defaults().withExpiry(ExpiryPolicy.after(Duration.ofDays(7))));
        PublishOutcome second = done(stricter.publishSync(Command.put(key, total(2))), "acme");
        assertThat(second.command().state().removableAt()).isEqualTo(first);

        ItemKey forever = ItemKey.of("ORDER", "none", key.sort().text());
        done(service.publishAsync(Command.create(forever, total(1))), "none");
        assertThat(done(stricter.publishAsync(Command.put(forever, total(2))), "none")
                        .command()
                        .state()
                        .removableAt())
                .isEqualTo(ItemContent.NEVER);
    }

    /** As DynamoDB does when they have expired. */
    private void removeAllRows() {
        removeCommandRows();
        remove("test-shop-order-data", key.sort().text());
    }

    private void removeCommandRows() {
        dynamo.rows(key)
                .forEach(row -> remove(
                        "test-shop-order-command", key.sort().at(row.version()).text()));
    }

    private void remove(String table, String sortKey) {
        Map<String, AttributeValue> row =
                Map.of("pk", AttributeValue.fromS(key.partition().text()), "sk", AttributeValue.fromS(sortKey));
        dynamo.client().deleteItem(delete -> delete.tableName(table).key(row)).join();
    }
}
