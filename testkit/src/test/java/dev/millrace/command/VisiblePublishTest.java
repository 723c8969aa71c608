/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.context.InvokeContext;
import dev.millrace.data.DataItem;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.fault.FaultyCommandLog;
import dev.millrace.testkit.fault.LogFault;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** After a synchronous publish the data table shows the version it answers with, whoever recorded that. */
class VisiblePublishTest {

    private static final InvokeContext CALLER = InvokeContext.of("ada", "acme");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "A-1");

    private final InMemoryDataStore data = new InMemoryDataStore();
    private final FaultyCommandLog log = FaultyCommandLog.over(new InMemoryCommandLog(data));
    private final CommandService service = CommandService.over(log, CommandOptions.defaults());

    private CommandService coldService() {
        return CommandService.over(log, CommandOptions.defaults());
    }

    private static PublishOutcome done(Mono<PublishOutcome> publish) {
        return publish.contextWrite(CALLER.asContext()).block();
    }

    private DataItem shown() {
        return data.get(KEY).block();
    }

    @Test
    void what_is_unchanged_is_shown_though_somebody_recorded_it_asynchronously() {
        PublishOutcome recorded = done(service.publishAsync(Command.create(KEY, note("a"))));
        assertThat(shown()).isNull();

        assertThat(done(service.publishSync(Command.put(KEY, note("a"))))).isInstanceOf(Unchanged.class);
        assertThat(shown()).isEqualTo(recorded.command().toItem());
    }

    @Test
    void a_patch_that_changes_nothing_shows_what_is_there() {
        PublishOutcome recorded = done(service.publishAsync(Command.create(KEY, note("a"))));

        CommandPatch same = CommandPatch.of(KEY, ExpectedVersion.latest()).set("note", "a");
        assertThat(done(coldService().publishPartialUpdateSync(same))).isInstanceOf(Unchanged.class);
        assertThat(shown()).isEqualTo(recorded.command().toItem());
    }

    @Test
    void a_command_that_was_published_asynchronously_is_shown_when_it_is_published_again() {
        Command create = Command.create(KEY, note("a"));
        PublishOutcome recorded = done(service.publishAsync(create));

        assertThat(done(coldService().publishSync(create))).isEqualTo(recorded);
        assertThat(shown()).isEqualTo(recorded.command().toItem());
    }

    @Test
    void a_command_that_this_process_knows_as_recorded_is_shown_without_reading_it() {
        Command put = Command.put(KEY, note("a"));
        PublishOutcome recorded = done(service.publishAsync(put));
        int reads = log.reads();

        assertThat(done(service.publishSync(put))).isEqualTo(recorded);
        assertThat(shown()).isEqualTo(recorded.command().toItem());
        assertThat(log.reads()).isEqualTo(reads);
        assertThat(log.shows()).isEqualTo(1);
    }

    @Test
    void a_command_under_a_key_is_shown_though_others_came_after_it() {
        Command once = Command.put(KEY, note("a")).withIdempotencyKey("request-1");
        PublishOutcome first = done(service.publishAsync(once));
        done(service.publishAsync(Command.put(KEY, note("b"))));

        assertThat(done(service.publishSync(once))).isEqualTo(first);
        assertThat(shown().version()).isEqualTo(Version.FIRST);
    }

    @Test
    void what_shows_already_or_is_newer_stays() {
        Command once = Command.put(KEY, note("a")).withIdempotencyKey("request-1");
        done(service.publishSync(once));
        PublishOutcome second = done(service.publishSync(Command.put(KEY, note("b"))));

        done(service.publishSync(once));
        done(service.publishSync(Command.put(KEY, note("b"))));
        assertThat(shown()).isEqualTo(second.command().toItem());
    }

    @Test
    void what_cannot_be_shown_is_unavailable_and_shows_when_it_is_published_again() {
        Command create = Command.create(KEY, note("a"));
        done(service.publishAsync(create));
        log.onNextShow(LogFault.failBeforeWriting());

        StepVerifier.create(service.publishSync(create, CALLER)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOfSatisfying(StoreUnavailableException.class, unavailable -> assertThat(unavailable.retry())
                        .isEqualTo(Retry.AS_IS)));
        assertThat(shown()).isNull();
        assertThat(done(service.publishSync(create))).isInstanceOf(Recorded.class);
        assertThat(shown().version()).isEqualTo(Version.FIRST);
    }

    @Test
    void a_conflict_shows_nothing() {
        done(service.publishAsync(Command.create(KEY, note("a"))));

        StepVerifier.create(service.publishSync(Command.create(KEY, note("b")), CALLER))
                .verifyError(VersionConflictException.class);
        assertThat(shown()).isNull();
    }

    @Test
    void what_is_unchanged_asynchronously_stays_hidden() {
        done(service.publishAsync(Command.create(KEY, note("a"))));

        assertThat(done(service.publishAsync(Command.put(KEY, note("a"))))).isInstanceOf(Unchanged.class);
        assertThat(shown()).isNull();
        assertThat(log.shows()).isZero();
    }

    @Test
    void what_is_recorded_is_shown_by_its_transaction_alone() {
        done(service.publishSync(Command.create(KEY, note("a"))));

        assertThat(shown().version()).isEqualTo(Version.FIRST);
        assertThat(log.shows()).isZero();
    }
}
