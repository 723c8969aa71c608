/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.key;
import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Append;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.DataItem;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What becomes of large payloads. */
class PayloadOffloadTest extends OffloadedPorts {

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
    void large_content_that_changes_nothing_is_not_recorded() {
        CommandService service = service();
        done(publish(service.publishAsync(Command.create(key, LARGE))));

        assertThat(done(publish(service.publishAsync(Command.put(key, LARGE))))).isInstanceOf(Unchanged.class);
    }

    @Test
    void a_patch_of_a_large_item_is_merged_into_all_of_it() {
        CommandService service = service();
        done(publish(service.publishAsync(Command.create(key, LARGE))));
        done(publish(service.publishPartialUpdateAsync(
                CommandPatch.of(key, Version.FIRST).set("more", 1))));

        assertThat(done(log.latest(key)).content().attributes())
                .isEqualTo(Attributes.of(Map.of("note", LARGE.text("note"), "more", 1)));
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

    @Test
    void a_row_is_shown_with_its_pointer_and_its_payload_is_not_put_again() {
        CommandService service = service();
        done(publish(service.publishAsync(Command.create(key, LARGE))));
        int puts = store.puts.get();

        assertThat(done(publish(service.publishSync(Command.put(key, LARGE))))).isInstanceOf(Unchanged.class);
        assertThat(done(rawData.get(key)).attributes())
                .isEqualTo(done(rawLog.latest(key)).content().attributes());
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
        assertThat(store.puts).hasValue(puts);
    }

    @Test
    void a_large_row_that_the_log_has_no_more_is_shown_all_the_same() {
        RecordedCommand gone = recorded(key, 1, LARGE);

        assertThat(done(log.show(gone))).isTrue();
        assertThat(PayloadPointer.isIn(done(rawData.get(key)).attributes())).isTrue();
        assertThat(done(data.get(key))).isEqualTo(gone.toItem());
    }
}
