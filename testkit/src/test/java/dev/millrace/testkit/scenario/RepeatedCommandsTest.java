/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.scenario;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import org.junit.jupiter.api.Test;

/** What came to light in random runs, in as few steps as it takes. */
class RepeatedCommandsTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A-1");

    @Test
    void an_idempotent_command_gets_its_outcome_though_the_item_has_come_to_look_like_that_again() {
        Command once = Command.put(KEY, note("a")).withIdempotencyKey("request-1");
        Scenario.givenNothing()
                .whenPublished(once)
                .thenRecorded(1, note("a"))
                .andWhenPublished(Command.put(KEY, note("b")))
                .andWhenPublished(Command.put(KEY, note("a")))
                .andWhenPublished(once)
                .thenRecorded(1, note("a"));
    }

    @Test
    void an_idempotent_patch_gets_its_outcome_though_there_is_nothing_left_to_patch() {
        CommandPatch once =
                CommandPatch.of(KEY, ExpectedVersion.latest()).set("note", "b").withIdempotencyKey("request-1");
        Scenario.givenNothing()
                .whenPublished(Command.create(KEY, note("a")))
                .andWhenPublished(once)
                .thenRecorded(2, note("b"))
                .andWhenPublished(CommandPatch.of(KEY, ExpectedVersion.latest()).deleting())
                .andWhenPublished(once)
                .thenRecorded(2, note("b"));
    }

    @Test
    void an_idempotent_command_that_never_changed_anything_is_unchanged() {
        Scenario.givenNothing()
                .whenPublished(Command.create(KEY, note("a")))
                .andWhenPublished(Command.put(KEY, note("a")).withIdempotencyKey("request-1"))
                .thenUnchanged();
    }

    @Test
    void an_item_expected_absent_is_nothing_to_duplicate() {
        CommandService commands =
                CommandService.over(new InMemoryCommandLog(new InMemoryDataStore()), CommandOptions.defaults());

        assertThatThrownBy(() -> commands.duplicate(KEY, ExpectedVersion.absent()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("duplicate");
    }
}
