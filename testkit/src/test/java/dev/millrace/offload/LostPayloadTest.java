/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static dev.millrace.testkit.Samples.key;
import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.command.AppendOutcome;
import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.VersionConflictException;
import dev.millrace.data.DataItem;
import dev.millrace.data.ItemQuery;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What becomes of items whose payload is lost, cannot be had for now, or is not to be trusted. */
class LostPayloadTest extends OffloadedPorts {

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
        CommandService service = service();
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
        CommandService service = service();
        Command create = Command.create(key, LARGE);
        done(publish(service.publishSync(create)));
        lose(LARGE);

        assertThat(done(publish(service.publishSync(create)))).isInstanceOf(Recorded.class);
        assertThat(done(data.get(key)).attributes()).isEqualTo(LARGE);
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
    void a_read_fails_while_the_store_is_down_rather_than_show_the_item_as_lost() {
        done(log.appendVisibly(recorded(key, 1, LARGE)));
        store.down = true;

        StepVerifier.create(log.latest(key)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(data.get(key)).verifyError(StoreUnavailableException.class);
        StepVerifier.create(data.list(partition, ItemQuery.all(), null)).verifyError(StoreUnavailableException.class);
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
    void a_row_whose_payload_is_lost_is_shown_with_its_pointer() {
        done(log.append(recorded(key, 1, LARGE)));
        lose(LARGE);
        RecordedCommand flagged = done(log.latest(key));

        assertThat(done(log.show(flagged))).isTrue();
        assertThat(done(rawData.get(key)).attributes())
                .isEqualTo(pointerOf(LARGE).toAttributes());
    }
}
