/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataService;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.OffloadOptions;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadSweeper;
import dev.millrace.offload.StoredPayload;
import dev.millrace.offload.SweepOptions;
import dev.millrace.offload.SweptPayload;
import dev.millrace.offload.UntrustedPayloadException;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.S3Local;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalS3;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Large payloads from command to query, on the real tables and a real bucket. */
@ExtendWith({LocalDynamoDb.class, LocalS3.class})
class OffloadFlowIT {

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final Attributes LARGE = note("390 KB: " + "ä".repeat(195_000));
    private static final Attributes HUGE = Attributes.of(Map.of("text", "2 MB", "bytes", new byte[2_000_000]));

    private final PartitionKey partition = Samples.freshPartition();
    private final ItemKey key = Samples.key(partition, "A");

    private OffloadFixture fixture;
    private CommandService commands;
    private DataService data;

    @BeforeEach
    void open(DynamoDbLocal dynamo, S3Local s3) {
        fixture = OffloadFixture.create(dynamo, s3, OffloadOptions.defaults());
        commands = fixture.module.commandService(CommandOptions.defaults().withCacheBytes(0));
        data = fixture.module.dataService();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @DisplayName("[X-20] payloads of 390 KB and 2 MB are published, listed and read back whole")
    void large_payloads_are_published_listed_and_read_back_whole() {
        done(commands.publishSync(Command.create(key, LARGE)));
        done(commands.publishSync(Command.create(Samples.key(partition, "B"), HUGE)));
        done(commands.publishSync(Command.create(Samples.key(partition, "C"), note("small"))));

        assertThat(done(data.getItem(key)).attributes()).isEqualTo(LARGE);
        assertThat(done(data.listItemsByPk(partition, ItemQuery.all())).items())
                .extracting(DataItem::attributes)
                .containsExactly(LARGE, HUGE, note("small"));
        assertThat(done(commands.getLatestItem(key)).content().attributes()).isEqualTo(LARGE);
    }

    @Test
    void without_offloading_the_same_payload_is_refused() {
        StepVerifier.create(asked(fixture.rows.commandService().publishSync(Command.create(key, HUGE))))
                .verifyError(InvalidValueException.class);
    }

    @Test
    @DisplayName("[X-20] three copies of one payload are one object")
    void three_copies_of_one_payload_are_one_object() {
        done(commands.publishSync(Command.create(key, HUGE)));
        done(commands.publishAsync(Command.update(key, Version.FIRST, LARGE)));
        done(commands.publishAsync(Command.update(key, Version.of(2), HUGE)));
        done(commands.publishAsync(Command.create(Samples.key(partition, "B"), HUGE)));

        assertThat(stored()).hasSize(2);
        assertThat(fixture.module
                        .commandLog()
                        .list(key, Version.FIRST, Version.of(3))
                        .map(row -> row.content().attributes())
                        .collectList()
                        .block(OffloadFixture.PATIENCE))
                .containsExactly(HUGE, LARGE, HUGE);
    }

    @Test
    void the_row_and_the_change_carry_the_pointer_alone() {
        RecordedCommand shown =
                done(commands.publishSync(Command.create(key, HUGE))).command();
        RecordedCommand row = fixture.rows.commandLog().latest(key).block(OffloadFixture.PATIENCE);

        PayloadPointer pointer = PayloadPointer.of(row.content().attributes());
        assertThat(shown.content().attributes()).isEqualTo(HUGE);
        assertThat(pointer.location())
                .startsWith("s3://%s/test-shop-order/%s/".formatted(fixture.s3.place.bucket(), partition.tenant()));
        assertThat(row.toChange().state().content().attributes()).isEqualTo(pointer.toAttributes());
    }

    @Test
    void an_item_whose_object_is_gone_is_flagged_in_a_list_and_named_by_a_get() {
        done(commands.publishSync(Command.create(key, LARGE)));
        StoredPayload only = stored().get(0);
        done(commands.publishSync(Command.create(Samples.key(partition, "B"), HUGE)));
        fixture.s3.store.remove(only).block(OffloadFixture.PATIENCE);

        List<DataItem> items =
                done(data.listItemsByPk(partition, ItemQuery.all())).items();
        assertThat(PayloadPointer.of(items.get(0).attributes()).location()).isEqualTo(only.location());
        assertThat(items.get(1).attributes()).isEqualTo(HUGE);
        StepVerifier.create(asked(data.getItem(key))).verifyError(MissingPayloadException.class);
    }

    @Test
    void a_pointer_that_was_tampered_with_is_not_followed() {
        PartitionKey stranger = Samples.freshPartition();
        fixture.module
                .dataStore()
                .put(Samples.item(Samples.key(stranger, "S"), 1, LARGE))
                .block(OffloadFixture.PATIENCE);
        PayloadPointer theirs = PayloadPointer.of(fixture.rows
                .dataStore()
                .get(Samples.key(stranger, "S"))
                .block(OffloadFixture.PATIENCE)
                .attributes());
        String own = theirs.location()
                .replace(stranger.tenant().code(), partition.tenant().code());
        List<String> tampered = List.of(
                theirs.location(),
                own.replace(fixture.s3.place.bucket(), "other-bucket"),
                own.replace(
                        partition.tenant().code(),
                        partition.tenant().code() + "/../" + stranger.tenant().code()));

        for (int i = 0; i < tampered.size(); i++) {
            ItemKey forged = Samples.key(partition, "forged-" + i);
            PayloadPointer pointer = new PayloadPointer(tampered.get(i), theirs.bytes(), theirs.sha256());
            fixture.rows
                    .dataStore()
                    .put(Samples.item(forged, 1, pointer.toAttributes()))
                    .block(OffloadFixture.PATIENCE);
            StepVerifier.create(asked(data.getItem(forged))).verifyError(UntrustedPayloadException.class);
        }
    }

    @Test
    void a_sweep_removes_what_no_row_points_to_and_nothing_else() {
        for (int i = 10; i < 15; i++) {
            done(commands.publishAsync(
                    Command.create(Samples.key(partition, "held-" + i), note(i + "x".repeat(300_000)))));
        }
        String orphan = fixture.s3
                .store
                .put(partition.tenant(), HUGE)
                .block(OffloadFixture.PATIENCE)
                .location();
        Clock nextMonth = Clock.offset(Clock.systemUTC(), Duration.ofDays(30));
        PayloadSweeper sweeper = PayloadSweeper.over(
                fixture.s3.store,
                fixture.module.heldPayloads(Duration.ZERO),
                SweepOptions.defaults().withClock(nextMonth).removing());

        List<SweptPayload> swept = sweeper.sweep().collectList().block(OffloadFixture.PATIENCE);

        assertThat(swept).singleElement().satisfies(one -> {
            assertThat(one.payload().location()).isEqualTo(orphan);
            assertThat(one.removed()).isTrue();
        });
        assertThat(stored()).hasSize(5).extracting(StoredPayload::location).doesNotContain(orphan);
    }

    @Test
    void the_pointers_of_a_table_of_several_pages_are_all_read() {
        OffloadOptions none = OffloadOptions.defaults();
        for (int i = 10; i < 22; i++) {
            ItemKey item = Samples.key(partition, "item-" + i);
            done(commands.publishAsync(Command.create(item, note(i + "x".repeat(none.thresholdBytes() - 100)))));
            done(commands.publishAsync(Command.put(item, note(i + "x".repeat(none.thresholdBytes())))));
        }

        assertThat(fixture.module
                        .heldPayloads(Duration.ofMillis(1))
                        .map(PayloadPointer::location)
                        .collectList()
                        .block(OffloadFixture.PATIENCE))
                .hasSize(12)
                .containsExactlyInAnyOrderElementsOf(
                        stored().stream().map(StoredPayload::location).toList());
    }

    private List<StoredPayload> stored() {
        return fixture.s3.store.list(NEVER).collectList().block(OffloadFixture.PATIENCE);
    }

    private <T> T done(Mono<T> call) {
        return asked(call).block(OffloadFixture.PATIENCE);
    }

    private <T> Mono<T> asked(Mono<T> call) {
        return call.contextWrite(
                InvokeContext.of("ada", partition.tenant().code()).asContext());
    }
}
