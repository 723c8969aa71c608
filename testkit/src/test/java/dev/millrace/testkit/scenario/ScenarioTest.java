/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.scenario;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A-1");
    private static final RecordedCommand FIRST = recorded(KEY, 1, ItemContent.of("", note("first")));

    @Test
    void a_scenario_reads_as_a_sentence() {
        Scenario.given(FIRST)
                .whenPublished(Command.update(KEY, Version.of(1), note("second")))
                .thenRecorded(2, note("second"))
                .thenItem(ItemContent.of("", note("second")))
                .andWhenPublished(Command.update(KEY, Version.of(1), note("third")))
                .thenConflict()
                .thenItem(ItemContent.of("", note("second")))
                .andWhenPublished(CommandPatch.of(KEY, Version.of(2)).set("note", "second"))
                .thenUnchanged();
    }

    @Test
    void a_scenario_may_begin_with_nothing() {
        Scenario.givenNothing()
                .whenPublished(CommandPatch.of(KEY, ExpectedVersion.latest()).set("note", "none"))
                .thenFails(ItemNotFoundException.class)
                .andWhenPublished(Command.create(KEY, note("first")))
                .thenRecorded(1, note("first"));
    }

    @Test
    void a_caller_may_be_named() {
        InvokeContext stranger = InvokeContext.of("eve", "elsewhere");
        InvokeContext owner = InvokeContext.of("ada", "acme");
        Scenario.given(FIRST)
                .whenPublishedBy(stranger, Command.put(KEY, note("mine")))
                .thenFails(TenantViolationException.class)
                .andWhenPublishedBy(
                        stranger, CommandPatch.of(KEY, Version.of(1)).deleting())
                .thenFails(TenantViolationException.class)
                .andWhenPublishedBy(owner, CommandPatch.of(KEY, Version.of(1)).deleting())
                .thenItem(FIRST.content().withDeleted(true));
    }

    static Stream<Arguments> wrongClaims() {
        ItemContent first = FIRST.content();
        return Stream.of(
                Arguments.of(claim(() -> recordedPut().thenRecorded(3, note("next"))), "recorded at version 3"),
                Arguments.of(claim(() -> recordedPut().thenRecorded(2, note("other"))), "{note=other}"),
                Arguments.of(claim(() -> unchangedPut().thenRecorded(1, note("first"))), "version 1 was unchanged"),
                Arguments.of(claim(() -> conflict().thenRecorded(2, note("next"))), "it failed with"),
                Arguments.of(claim(() -> recordedPut().thenItem(first)), "{note=next}"),
                Arguments.of(claim(() -> unchangedPut().thenItem(first.withDeleted(true))), "deleted"),
                Arguments.of(claim(() -> unchangedPut().thenItem(first.withName("a name"))), "'a name'"),
                Arguments.of(claim(() -> missing().thenItem(first)), "no version"),
                Arguments.of(claim(() -> recordedPut().thenUnchanged()), "version 2 was recorded"),
                Arguments.of(claim(() -> conflict().thenUnchanged()), "is at version 1"),
                Arguments.of(claim(() -> recordedPut().thenConflict()), "version 2 was recorded"),
                Arguments.of(claim(() -> missing().thenConflict()), "does not exist"),
                Arguments.of(claim(() -> unchangedPut().thenFails(Exception.class)), "version 1 was unchanged"),
                Arguments.of(claim(() -> conflict().thenFails(ItemNotFoundException.class)), "is at version 1"));
    }

    private static Runnable claim(Runnable claim) {
        return claim;
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void a_claim_that_is_wrong_fails_with_the_item_and_what_happened(Runnable claim, String told) {
        assertThatThrownBy(claim::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(KEY.id())
                .hasMessageContaining(told);
    }

    @Test
    void a_failure_nobody_expected_is_the_cause() {
        assertThatThrownBy(() -> missing().thenUnchanged()).hasCauseInstanceOf(ItemNotFoundException.class);
    }

    @Test
    void an_item_cannot_be_given_with_a_gap() {
        assertThatThrownBy(() -> Scenario.given(FIRST, recorded(KEY, 3, note("third"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must be 2");
    }

    @Test
    void everything_happens_at_the_same_moment() {
        Scenario scenario = Scenario.givenNothing();
        scenario.whenPublished(Command.create(KEY, note("first")));

        assertThat(scenario.latest(KEY).state().audit().created().at()).isEqualTo(Scenario.NOW);
    }

    private static Then recordedPut() {
        return Scenario.given(FIRST).whenPublished(Command.put(KEY, note("next")));
    }

    private static Then unchangedPut() {
        return Scenario.given(FIRST).whenPublished(Command.put(KEY, note("first")));
    }

    private static Then conflict() {
        return Scenario.given(FIRST).whenPublished(Command.create(KEY, note("next")));
    }

    private static Then missing() {
        return Scenario.givenNothing()
                .whenPublished(CommandPatch.of(KEY, ExpectedVersion.latest()).deleting());
    }
}
