/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static dev.millrace.testkit.Samples.note;
import static dev.millrace.testkit.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.RivalLog;
import dev.millrace.testkit.fault.FaultyCommandLog;
import dev.millrace.testkit.fault.LogFault;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Several commands as one: what others may do in between, and what becomes of commands that were recorded before. */
class AtomicPublishTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InvokeContext CALLER = InvokeContext.of("ada", "acme");
    private static final ItemKey A = ItemKey.of("ACCOUNT", "acme", "A");
    private static final ItemKey B = ItemKey.of("ACCOUNT", "acme", "B");

    private final InMemoryCommandLog rows = new InMemoryCommandLog(new InMemoryDataStore());
    private final RivalLog rival = new RivalLog(rows);
    private final FaultyCommandLog log = FaultyCommandLog.over(rival);
    private final CommandService service = coldService();

    private CommandService coldService() {
        return CommandService.over(log, CommandOptions.defaults());
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(PATIENCE);
    }

    private List<PublishOutcome> publish(Command... commands) {
        return done(service.publishAtomically(List.of(commands)));
    }

    private void assertConflict(ItemKey key, Command... commands) {
        StepVerifier.create(service.publishAtomically(List.of(commands)).contextWrite(CALLER.asContext()))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(VersionConflictException.class, conflict -> assertThat(conflict.key())
                                .isEqualTo(key)))
                .verify(PATIENCE);
    }

    private long newest(ItemKey key) {
        RecordedCommand newest = rows.latest(key).block(PATIENCE);
        return newest == null ? 0 : newest.version().value();
    }

    @Test
    void commands_for_the_latest_version_follow_whoever_was_first() {
        done(service.publishAsync(Command.create(A, note("a1"))));
        done(coldService().publishAsync(Command.put(A, note("by another"))));

        assertThat(publish(Command.put(A, note("a2")), Command.create(B, note("b1"))))
                .extracting(PublishOutcome::version)
                .containsExactly(Version.of(3), Version.FIRST);
    }

    @Test
    void all_items_are_read_again_when_one_was_lost() {
        publish(Command.create(A, note("a1")), Command.create(B, note("b1")));
        rival.beforeNextTransaction(recorded(A, 2, note("by another")), recorded(B, 2, note("by another, too")));

        List<PublishOutcome> outcomes = publish(Command.put(A, note("a2")), Command.put(B, note("b1")));
        assertThat(outcomes).allMatch(Recorded.class::isInstance);
        assertThat(outcomes).extracting(PublishOutcome::version).containsExactly(Version.of(3), Version.of(3));
    }

    @Test
    void what_another_made_the_same_in_between_is_unchanged() {
        publish(Command.create(A, note("a1")), Command.create(B, note("b1")));
        rival.beforeNextTransaction(recorded(A, 2, ItemContent.of("", note("a2"))));

        List<PublishOutcome> outcomes = publish(Command.put(A, note("a2")), Command.put(B, note("b2")));
        assertThat(outcomes.get(0)).isInstanceOf(Unchanged.class);
        assertThat(outcomes.get(1)).isInstanceOf(Recorded.class);
    }

    @Test
    void a_race_that_is_lost_every_time_ends_with_the_last_winner_and_nothing_written() {
        done(service.publishAsync(Command.create(A, note("a1"))));
        for (int version = 2; version <= 4; version++) {
            rival.beforeNextTransaction(recorded(A, version, note("by another")));
        }
        CommandService impatient =
                CommandService.over(log, CommandOptions.defaults().withLatestAttempts(3));
        int appends = log.appends();

        StepVerifier.create(impatient
                        .publishAtomically(List.of(Command.create(B, note("b1")), Command.put(A, note("mine"))))
                        .contextWrite(CALLER.asContext()))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                            assertThat(conflict.expected()).isEqualTo(ExpectedVersion.latest());
                            assertThat(conflict.actual()).isEqualTo(Version.of(4));
                        }))
                .verify(PATIENCE);
        assertThat(log.appends() - appends).isEqualTo(3);
        assertThat(newest(B)).isZero();
    }

    @Test
    void a_command_that_names_its_version_does_not_follow_and_keeps_the_others_out() {
        done(service.publishAsync(Command.create(A, note("a1"))));
        rival.beforeNextTransaction(recorded(A, 2, note("by another")));

        assertConflict(A, Command.put(B, note("b1")), Command.update(A, Version.FIRST, note("a2")));
        assertThat(newest(A)).isEqualTo(2);
        assertThat(newest(B)).isZero();
    }

    @Test
    void a_command_that_was_published_alone_keeps_its_outcome_and_the_others_are_recorded() {
        Command create = Command.create(A, note("a1"));
        PublishOutcome alone = done(coldService().publishAsync(create));
        done(coldService().publishAsync(Command.put(A, note("by another"))));

        List<PublishOutcome> outcomes = publish(create, Command.create(B, note("b1")));
        assertThat(outcomes.get(0)).isEqualTo(alone);
        assertThat(outcomes.get(1).version()).isEqualTo(Version.FIRST);
        assertThat(newest(A)).isEqualTo(2);
    }

    @Test
    void a_command_under_a_key_that_was_published_alone_keeps_its_outcome_whatever_came_after_it() {
        Command once = Command.put(A, note("a1")).withIdempotencyKey("request-1");
        PublishOutcome alone = done(coldService().publishAsync(once));
        done(coldService().publishAsync(Command.put(A, note("by another"))));

        Command anew = Command.put(A, note("a1")).withIdempotencyKey("request-1");
        List<PublishOutcome> outcomes = publish(Command.create(B, note("b1")), anew);
        assertThat(outcomes.get(0).version()).isEqualTo(Version.FIRST);
        assertThat(outcomes.get(1)).isEqualTo(alone);
        assertThat(newest(A)).isEqualTo(2);
    }

    @Test
    void a_list_whose_answer_was_lost_changes_nothing_when_it_is_published_again() {
        done(service.publishAsync(Command.create(B, note("b1"))));
        Command[] commands = {Command.create(A, note("a1")), Command.put(B, note("b2"))};
        log.onNextAppend(LogFault.loseAnswer());
        StepVerifier.create(service.publishAtomically(List.of(commands)).contextWrite(CALLER.asContext()))
                .verifyError(OutcomeUnknownException.class);
        done(coldService().publishAsync(Command.put(A, note("by another"))));
        done(coldService().publishAsync(Command.put(B, note("by another"))));

        for (int i = 0; i < 2; i++) {
            assertThat(publish(commands))
                    .extracting(PublishOutcome::version)
                    .containsExactly(Version.FIRST, Version.of(2));
        }
        assertThat(newest(A)).isEqualTo(2);
        assertThat(newest(B)).isEqualTo(3);
    }

    @Test
    void a_command_that_was_recorded_does_not_save_the_others_from_their_conflict() {
        Command create = Command.create(A, note("a1"));
        done(coldService().publishAsync(create));
        done(coldService().publishAsync(Command.create(B, note("by another"))));
        ItemKey c = ItemKey.of("ACCOUNT", "acme", "C");

        assertConflict(B, create, Command.create(c, note("c1")), Command.create(B, note("b1")));
        assertThat(newest(c)).isZero();
    }

    @Test
    void two_commands_of_one_item_are_refused_before_any_request() {
        done(service.publishAsync(Command.create(A, note("a1"))));
        int before = log.reads() + log.appends();

        List<Command> twice = List.of(Command.put(A, note("a1")), Command.put(A, note("a2")));
        StepVerifier.create(coldService().publishAtomically(twice).contextWrite(CALLER.asContext()))
                .verifyError(InvalidValueException.class);
        assertThat(log.reads() + log.appends()).isEqualTo(before);
    }
}
