/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.key;
import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.Command;
import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of large payloads, and of those that are lost. */
class PayloadOffloadTest {

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final int THRESHOLD = 1024;
    private static final Attributes LARGE = note("l".repeat(2 * THRESHOLD));
    private static final Attributes LARGER = note("m".repeat(4 * THRESHOLD));

    private final UnsteadyPayloadStore store = new UnsteadyPayloadStore(new InMemoryPayloadStore());
    private final PayloadOffload offload =
            PayloadOffload.to(store, OffloadOptions.defaults().withThresholdBytes(THRESHOLD));
    private final InMemoryDataStore rawData = new InMemoryDataStore();
    private final InMemoryCommandLog rawLog = new InMemoryCommandLog(rawData);
    private final CommandLog log = offload.commandLog(rawLog);
    private final DataStore data = offload.dataStore(rawData);
    private final PartitionKey partition = Samples.freshPartition();
    private final ItemKey key = key(partition, "A");

    @Test
    void a_large_payload_leaves_a_pointer_in_the_log_and_in_the_data() {
        done(log.appendVisibly(recorded(key, 1, LARGE)));

        Attributes inLog = done(rawLog.latest(key)).content().attributes();
        assertThat(PayloadPointer.of(inLog).bytes()).isGreaterThan(THRESHOLD);
        assertThat(done(rawData.get(key)).attributes()).isEqualTo(inLog);
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
        assertThat(items()).extracting(DataItem::attributes).containsExactly(LARGE);
    }

    @Test
    void what_else_a_state_says_stays_with_its_row() {
        RecordedCommand plain = recorded(key, 1, LARGE);
        ItemState state = plain.state();
        ItemState expiring = new ItemState(
                key, state.version(), state.content(), state.audit(), Instant.parse("2099-01-01T00:00:00Z"));
        RecordedCommand row = new RecordedCommand(expiring, plain.id(), plain.origin());
        done(log.appendVisibly(row));

        assertThat(done(rawLog.latest(key)).state().removableAt()).isEqualTo(expiring.removableAt());
        assertThat(done(log.latest(key))).isEqualTo(row);
        assertThat(done(data.get(key))).isEqualTo(row.toItem());
    }

    @Test
    void a_payload_of_exactly_the_threshold_stays_in_its_row() {
        Attributes atThreshold = fitting(THRESHOLD);
        done(log.append(recorded(key, 1, atThreshold)));
        done(log.append(recorded(key, 2, fitting(THRESHOLD + 1))));

        assertThat(rawAttributes(1)).isEqualTo(atThreshold);
        assertThat(PayloadPointer.isIn(rawAttributes(2))).isTrue();
    }

    @Test
    void the_same_large_payload_in_several_versions_and_items_is_one_object() {
        done(log.append(recorded(key, 1, LARGE)));
        done(log.append(recorded(key, 2, LARGE)));
        done(log.append(recorded(key(partition, "B"), 1, LARGE)));

        assertThat(done(store.list(NEVER).collectList())).hasSize(1);
        assertThat(done(log.list(key, Version.FIRST, Version.of(2)).collectList()))
                .extracting(row -> row.content().attributes())
                .containsExactly(LARGE, LARGE);
    }

    @Test
    void a_store_that_is_down_keeps_the_row_from_being_written() {
        store.down = true;

        StepVerifier.create(log.append(recorded(key, 1, LARGE))).verifyError(StoreUnavailableException.class);
        StepVerifier.create(rawLog.latest(key)).verifyComplete();
    }

    @Test
    void a_store_that_is_down_does_not_matter_to_small_payloads() {
        store.down = true;

        assertThat(done(log.append(recorded(key, 1, note("small"))))).isEqualTo(AppendOutcome.appended());
        assertThat(done(log.latest(key)).content().attributes()).isEqualTo(note("small"));
    }

    @Test
    void a_read_fails_while_the_store_is_down_rather_than_show_the_item_as_lost() {
        done(log.appendVisibly(recorded(key, 1, LARGE)));
        store.down = true;

        StepVerifier.create(log.latest(key)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(data.get(key)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(data.list(partition, ItemQuery.all(), null)).verifyError(StoreUnavailableException.class);
    }

    @Test
    void the_winner_of_a_race_is_shown_whole() {
        RecordedCommand winner = recorded(key, 1, LARGE);
        done(log.append(winner));

        assertThat(done(log.append(recorded(key, 1, LARGER)))).isEqualTo(AppendOutcome.taken(winner));
    }

    @Test
    void large_payloads_of_one_transaction_are_kept_outside_and_its_conflicts_are_shown_whole() {
        RecordedCommand winner = recorded(key, 1, LARGE);
        RecordedCommand other = recorded(key(partition, "B"), 1, LARGER);
        done(log.appendAll(List.of(Append.of(winner).visibly(true), Append.of(other))));

        assertThat(PayloadPointer.isIn(rawAttributes(1))).isTrue();
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
        assertThat(done(log.find(key, winner.id()))).isEqualTo(winner);
        assertThat(done(log.appendAll(List.of(
                        Append.of(recorded(key, 1, LARGER)), Append.of(recorded(key(partition, "C"), 1, LARGE))))))
                .containsExactly(AppendOutcome.taken(winner), AppendOutcome.withheld());
    }

    @Test
    void a_transaction_with_one_reserved_attribute_writes_nothing_at_all() {
        Append reserved =
                Append.of(recorded(key(partition, "B"), 1, pointerOf(LARGE).toAttributes()));

        StepVerifier.create(log.appendAll(List.of(Append.of(recorded(key, 1, LARGE)), reserved)))
                .verifyError(InvalidValueException.class);
        StepVerifier.create(rawLog.latest(key)).verifyComplete();
        StepVerifier.create(store.list(NEVER)).verifyComplete();
    }

    @Test
    void a_payload_with_the_reserved_attribute_is_refused() {
        Attributes reserved = Attributes.of(Map.of(PayloadPointer.ATTRIBUTE, "mine", "other", 1));

        StepVerifier.create(log.append(recorded(key, 1, reserved))).verifyError(InvalidValueException.class);
        StepVerifier.create(log.appendVisibly(recorded(key, 1, pointerOf(LARGE).toAttributes())))
                .verifyError(InvalidValueException.class);
        StepVerifier.create(rawLog.latest(key)).verifyComplete();
    }

    @Test
    void the_reserved_attribute_means_nothing_further_down() {
        Attributes deeper =
                Attributes.of(Map.of("inner", pointerOf(LARGE).toAttributes().asMap()));
        done(log.append(recorded(key, 1, deeper)));

        assertThat(done(log.latest(key)).content().attributes()).isEqualTo(deeper);
    }

    @Test
    void a_list_or_a_batch_flags_the_item_whose_payload_is_lost_and_shows_the_others() {
        done(log.appendVisibly(recorded(key, 1, LARGE)));
        done(log.appendVisibly(recorded(key(partition, "B"), 1, LARGER)));
        done(log.appendVisibly(recorded(key(partition, "C"), 1, note("small"))));
        lose(LARGE);

        List<DataItem> items = items();
        assertThat(done(data.getAll(items.stream().map(DataItem::key).toList()).collectList()))
                .isEqualTo(items);
        assertThat(items).hasSize(3);
        assertThat(PayloadPointer.of(items.get(0).attributes())).isEqualTo(pointerOf(LARGE));
        assertThat(items.subList(1, 3)).extracting(DataItem::attributes).containsExactly(LARGER, note("small"));
    }

    @Test
    void the_item_whose_payload_is_lost_says_so_when_it_is_read_by_itself() {
        done(log.appendVisibly(recorded(key, 1, LARGE)));
        lose(LARGE);

        StepVerifier.create(data.get(key)).verifyError(MissingPayloadException.class);
    }

    @Test
    void an_item_whose_payload_is_lost_can_be_replaced_but_not_patched() {
        CommandService service =
                CommandService.over(log, CommandOptions.defaults().withCacheBytes(0));
        done(publish(service.publishSync(Command.create(key, LARGE))));
        lose(LARGE);

        StepVerifier.create(publish(
                        service.publishSync(Command.create(key, note("second"))))) // a conflict is still a conflict
                .verifyError(VersionConflictException.class);
        StepVerifier.create(publish(service.publishPartialUpdateSync(
                        CommandPatch.of(key, Version.FIRST).set("more", 1))))
                .verifyError(InvalidValueException.class);
        done(publish(service.publishSync(Command.update(key, Version.FIRST, LARGER))));
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGER);
    }

    @Test
    void publishing_the_same_command_value_again_mends_a_lost_payload() {
        CommandService service =
                CommandService.over(log, CommandOptions.defaults().withCacheBytes(0));
        Command create = Command.create(key, LARGE);
        done(publish(service.publishSync(create)));
        lose(LARGE);

        assertThat(done(publish(service.publishSync(create)))).isInstanceOf(Recorded.class);
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
    }

    @Test
    void large_content_that_changes_nothing_is_not_recorded() {
        CommandService service =
                CommandService.over(log, CommandOptions.defaults().withCacheBytes(0));
        done(publish(service.publishAsync(Command.create(key, LARGE))));

        assertThat(done(publish(service.publishAsync(Command.put(key, LARGE))))).isInstanceOf(Unchanged.class);
    }

    @Test
    void a_patch_of_a_large_item_is_merged_into_all_of_it() {
        CommandService service =
                CommandService.over(log, CommandOptions.defaults().withCacheBytes(0));
        done(publish(service.publishAsync(Command.create(key, LARGE))));
        done(publish(service.publishPartialUpdateAsync(
                CommandPatch.of(key, Version.FIRST).set("more", 1))));

        assertThat(done(log.latest(key)).content().attributes())
                .isEqualTo(Attributes.of(Map.of("note", LARGE.text("note"), "more", 1)));
    }

    @Test
    void a_pointer_that_was_tampered_with_is_not_followed() {
        PartitionKey stranger = Samples.freshPartition();
        done(log.appendVisibly(recorded(key(stranger, "S"), 1, LARGE)));
        Attributes theirs = done(rawData.get(key(stranger, "S"))).attributes();
        Attributes malformed = Attributes.of(Map.of(PayloadPointer.ATTRIBUTE, Map.of("location", "x")));
        done(rawData.put(recorded(key, 1, theirs).toItem()));
        done(rawData.put(recorded(key(partition, "B"), 1, malformed).toItem()));

        StepVerifier.create(data.get(key)).verifyError(UntrustedPayloadException.class);
        StepVerifier.create(data.get(key(partition, "B"))).verifyError(UntrustedPayloadException.class);
        assertThat(items()).extracting(DataItem::attributes).containsExactly(theirs, malformed);
    }

    @Test
    void the_data_table_takes_a_pointer_as_a_change_brings_it() {
        done(log.append(recorded(key, 1, LARGE)));
        ChangeRecord change = done(rawLog.latest(key)).toChange();

        done(data.put(new DataItem(change.state(), change.commandId())));

        assertThat(PayloadPointer.isIn(done(rawData.get(key)).attributes())).isTrue();
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
    }

    @Test
    void a_sink_sees_whole_payloads_and_answers_in_order() {
        InMemoryChangeSink seen = new InMemoryChangeSink(SinkName.of("seen"));
        ChangeSink sink = offload.sink(seen);
        ChangeRecord lost = travelling("A", LARGE);
        ChangeRecord whole = travelling("B", LARGER);
        ChangeRecord small = travelling("C", note("small"));
        lose(LARGE);

        List<SinkOutcome> outcomes = done(sink.apply(List.of(small, lost, whole)));

        assertThat(outcomes.get(0)).isEqualTo(SinkOutcome.applied());
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(SinkOutcome.Refused.class, refused -> assertThat(refused.cause())
                        .isInstanceOf(MissingPayloadException.class));
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
        assertThat(done(seen.read(whole.key())).content().attributes()).isEqualTo(LARGER);
        assertThat(done(sink.appliedVersion(lost.key()))).isEqualTo(Version.NONE);
    }

    @Test
    void a_sink_gets_later_what_cannot_be_fetched_now() {
        ChangeSink sink = offload.sink(new InMemoryChangeSink(SinkName.of("later")));
        ChangeRecord large = travelling("A", LARGE);
        ChangeRecord small = travelling("B", note("small"));
        store.down = true;

        assertThat(done(sink.apply(List.of(large, small))))
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isInstanceOf(SinkOutcome.Deferred.class),
                        outcome -> assertThat(outcome).isEqualTo(SinkOutcome.applied()));
        assertThat(done(sink.apply(List.of(large))))
                .satisfiesExactly(outcome -> assertThat(outcome).isInstanceOf(SinkOutcome.Deferred.class));
        store.down = false;
        assertThat(done(sink.apply(List.of(large, small)))).containsExactly(SinkOutcome.applied(), SinkOutcome.stale());
    }

    @Test
    void a_sink_is_never_given_more_payloads_at_once_than_the_options_say() {
        List<Integer> parts = new ArrayList<>();
        PayloadOffload narrow = PayloadOffload.to(
                store,
                OffloadOptions.defaults()
                        .withThresholdBytes(THRESHOLD)
                        .withBatchBytes(2 * pointerOf(LARGE).bytes()));
        ChangeSink sink = narrow.sink(new CountingSink(parts));
        List<ChangeRecord> batch = List.of(
                travelling("A", LARGE),
                travelling("B", note("small")),
                travelling("C", LARGE),
                travelling("D", LARGER),
                travelling("E", note("small")),
                travelling("F", LARGE),
                travelling("G", LARGE));

        assertThat(done(sink.apply(batch))).hasSize(7).containsOnly(SinkOutcome.applied());
        assertThat(parts).containsExactly(3, 2, 2);
    }

    @Test
    void no_more_payloads_are_fetched_at_once_than_the_options_say() {
        for (int i = 10; i < 40; i++) {
            done(log.appendVisibly(recorded(key(partition, "item-" + i), 1, note(i + "x".repeat(THRESHOLD)))));
        }

        assertThat(done(data.list(partition, ItemQuery.all().limit(30), null)).items())
                .extracting(item -> item.key().sort().text())
                .hasSize(30)
                .isSorted();
        assertThat(store.mostAtOnce.get())
                .isBetween(2, OffloadOptions.defaults().concurrency());
    }

    private ChangeRecord travelling(String sort, Attributes attributes) {
        done(log.append(recorded(key(partition, sort), 1, attributes)));
        return done(rawLog.latest(key(partition, sort))).toChange();
    }

    private List<DataItem> items() {
        return done(data.list(partition, ItemQuery.all(), null)).items();
    }

    private Attributes rawAttributes(long version) {
        return done(rawLog.get(key, Version.of(version))).content().attributes();
    }

    private PayloadPointer pointerOf(Attributes payload) {
        return done(new InMemoryPayloadStore().put(partition.tenant(), payload));
    }

    private void lose(Attributes payload) {
        String location = pointerOf(payload).location();
        done(store.list(NEVER)
                .filter(stored -> stored.location().equals(location))
                .flatMap(store::remove)
                .then(Mono.just(true)));
    }

    private static Attributes fitting(int bytes) {
        return note("x".repeat((int) (bytes - PayloadSize.of(note("")))));
    }

    private <T> Mono<T> publish(Mono<T> publish) {
        return publish.contextWrite(
                InvokeContext.of("ada", partition.tenant().code()).asContext());
    }

    private static <T> T done(Mono<T> call) {
        return call.block();
    }

    /** Notes how many changes it is given at once. */
    private record CountingSink(List<Integer> parts) implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("counting");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            parts.add(changes.size());
            return Mono.just(
                    changes.stream().map(change -> SinkOutcome.applied()).toList());
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.just(Version.NONE);
        }
    }
}
