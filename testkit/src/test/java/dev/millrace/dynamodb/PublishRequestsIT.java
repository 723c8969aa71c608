/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a publish costs, counted below the SDK's retries. */
@ExtendWith(LocalDynamoDb.class)
class PublishRequestsIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static Attributes total(int total) {
        return Attributes.of(Map.of("total", total));
    }

    private static PublishOutcome done(Mono<PublishOutcome> publish) {
        return publish.contextWrite(CALLER.asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private static int requestsOf(Mono<PublishOutcome> publish, Class<? extends PublishOutcome> outcome) {
        dynamo.http.resetCounts();
        assertThat(done(publish)).isInstanceOf(outcome);
        return dynamo.http.count();
    }

    /** A service that has seen the item at version 1. */
    private CommandService warmService() {
        CommandService service = dynamo.coldService();
        done(service.publishAsync(Command.create(key, total(1))));
        return service;
    }

    @Test
    void creating_an_item_is_one_write() {
        Command create = Command.create(key, total(1));
        assertThat(requestsOf(dynamo.coldService().publishAsync(create), Recorded.class))
                .isEqualTo(1);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(1);
    }

    @Test
    void an_update_is_one_write_when_its_predecessor_is_known() {
        CommandService warm = warmService();
        assertThat(requestsOf(warm.publishAsync(Command.update(key, Version.FIRST, total(2))), Recorded.class))
                .isEqualTo(1);
    }

    @Test
    void an_update_is_one_read_and_one_write_when_its_predecessor_is_not_known() {
        warmService();
        Command update = Command.update(key, Version.FIRST, total(2));
        assertThat(requestsOf(dynamo.coldService().publishAsync(update), Recorded.class))
                .isEqualTo(2);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(1);
    }

    @Test
    void a_command_for_the_latest_version_costs_the_same() {
        CommandService warm = warmService();
        assertThat(requestsOf(warm.publishAsync(Command.put(key, total(2))), Recorded.class))
                .isEqualTo(1);
        assertThat(requestsOf(dynamo.coldService().publishAsync(Command.put(key, total(3))), Recorded.class))
                .isEqualTo(2);
    }

    @Test
    void a_patch_costs_the_same() {
        CommandService warm = warmService();
        CommandPatch patch = CommandPatch.of(key, Version.FIRST).set("total", 2);
        assertThat(requestsOf(warm.publishPartialUpdateAsync(patch), Recorded.class))
                .isEqualTo(1);
        CommandPatch latest = CommandPatch.of(key, ExpectedVersion.latest()).set("total", 3);
        assertThat(requestsOf(dynamo.coldService().publishPartialUpdateSync(latest), Recorded.class))
                .isEqualTo(2);
    }

    @Test
    void publishing_visibly_is_one_transaction() {
        CommandService service = dynamo.coldService();
        assertThat(requestsOf(service.publishSync(Command.create(key, total(1))), Recorded.class))
                .isEqualTo(1);
        assertThat(requestsOf(service.publishSync(Command.put(key, total(2))), Recorded.class))
                .isEqualTo(1);
        assertThat(dynamo.http.count("TransactWriteItems")).isEqualTo(1);
        assertThat(requestsOf(dynamo.coldService().publishSync(Command.put(key, total(3))), Recorded.class))
                .isEqualTo(2);
    }

    @Test
    void content_that_changes_nothing_is_one_read_and_no_write() {
        CommandService warm = warmService();
        Command same = Command.update(key, Version.FIRST, total(1));
        assertThat(requestsOf(warm.publishAsync(same), Unchanged.class)).isEqualTo(1);
        assertThat(requestsOf(dynamo.coldService().publishAsync(same), Unchanged.class))
                .isEqualTo(1);
        assertThat(dynamo.http.count("PutItem")).isZero();
    }

    @Test
    void showing_what_is_there_already_is_one_guarded_write_more() {
        CommandService warm = warmService();
        Command same = Command.update(key, Version.FIRST, total(1));
        assertThat(requestsOf(warm.publishSync(same), Unchanged.class))
                .as("behind")
                .isEqualTo(2);
        assertThat(requestsOf(warm.publishSync(same), Unchanged.class))
                .as("shown")
                .isEqualTo(2);
        assertThat(dynamo.http.count("Query")).isEqualTo(1);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(1);
    }

    @Test
    void showing_a_command_that_this_process_has_recorded_is_one_guarded_write_and_nothing_else() {
        CommandService service = dynamo.coldService();
        Command put = Command.put(key, total(1));
        done(service.publishAsync(put));
        assertThat(requestsOf(service.publishSync(put), Recorded.class)).isEqualTo(1);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(1);
    }

    @Test
    void several_commands_are_one_transaction_when_their_predecessors_are_known() {
        CommandService warm = warmService();
        Command create =
                Command.create(ItemKey.of("ORDER", "acme", UUID.randomUUID().toString()), total(1));
        dynamo.http.resetCounts();
        warm.publishAtomically(List.of(Command.put(key, total(2)), create))
                .contextWrite(CALLER.asContext())
                .block(DynamoFixture.CALL_TIMEOUT);
        assertThat(dynamo.http.count()).isEqualTo(1);
        assertThat(dynamo.http.count("TransactWriteItems")).isEqualTo(1);
    }

    @Test
    void a_lost_race_costs_no_read_and_names_the_winner() {
        CommandService loser = warmService();
        Command winner = Command.update(key, Version.FIRST, total(2));
        done(dynamo.coldService().publishAsync(winner));

        dynamo.http.resetCounts();
        StepVerifier.create(loser.publishAsync(Command.update(key, Version.FIRST, total(3)), CALLER))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                            assertThat(conflict.winner().id()).isEqualTo(winner.id());
                            assertThat(conflict.winner().content().attributes()).isEqualTo(total(2));
                            assertThat(conflict.actual()).isEqualTo(Version.of(2));
                        }));
        assertThat(dynamo.http.count()).isEqualTo(1);
    }

    @Test
    void a_lost_race_of_a_synchronous_publish_is_one_transaction_and_nothing_else() {
        CommandService loser = warmService();
        done(dynamo.coldService().publishAsync(Command.update(key, Version.FIRST, total(2))));

        dynamo.http.resetCounts();
        StepVerifier.create(loser.publishSync(Command.update(key, Version.FIRST, total(3)), CALLER))
                .verifyError(VersionConflictException.class);
        assertThat(dynamo.http.count()).isEqualTo(1);
        assertThat(dynamo.http.count("TransactWriteItems")).isEqualTo(1);
    }

    @Test
    void a_command_for_the_latest_version_that_loses_a_race_follows_the_winner_without_a_read() {
        CommandService loser = warmService();
        done(dynamo.coldService().publishAsync(Command.update(key, Version.FIRST, total(2))));

        assertThat(requestsOf(loser.publishAsync(Command.put(key, total(3))), Recorded.class))
                .isEqualTo(2);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(2);
    }

    @Test
    void without_a_cache_every_update_reads() {
        CommandService forgetful =
                dynamo.module.commandService(CommandOptions.defaults().withCacheBytes(0));
        done(forgetful.publishAsync(Command.create(key, total(1))));
        assertThat(requestsOf(forgetful.publishAsync(Command.put(key, total(2))), Recorded.class))
                .isEqualTo(2);
    }
}
