/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RetryOnConflict;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Several commands as one transaction on real tables: all of them, or none, whoever writes besides. */
@ExtendWith(LocalDynamoDb.class)
class PublishAtomicallyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final int WRITERS = 16;

    private static DynamoFixture dynamo;

    private final ItemKey key = freshKey();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static ItemKey freshKey() {
        return ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    }

    private static Attributes total(int total) {
        return Attributes.of(Map.of("total", total));
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(PATIENCE);
    }

    private static List<Attributes> contents(ItemKey key) {
        return dynamo.rows(key).stream().map(row -> row.content().attributes()).toList();
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void commands_of_several_items_are_recorded_together() {
        ItemKey other = freshKey();
        List<PublishOutcome> outcomes = done(dynamo.coldService()
                .publishAtomically(List.of(Command.create(key, total(1)), Command.create(other, total(2)))));

        assertThat(outcomes).extracting(PublishOutcome::key).containsExactly(key, other);
        assertThat(outcomes).allMatch(Recorded.class::isInstance);
        assertThat(done(dynamo.coldService().getLatestItem(other)).content().attributes())
                .isEqualTo(total(2));
    }

    @Test
    void one_conflict_keeps_all_of_them_out() {
        ItemKey other = freshKey();
        done(dynamo.coldService().publishAsync(Command.create(other, total(9))));

        StepVerifier.create(dynamo.coldService()
                        .publishAtomically(List.of(Command.create(key, total(1)), Command.create(other, total(2))))
                        .contextWrite(CALLER.asContext()))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(VersionConflictException.class, conflict -> assertThat(conflict.key())
                                .isEqualTo(other)));
        assertThat(dynamo.versions(key)).isEmpty();
    }

    @Test
    void a_transaction_whose_answer_is_lost_is_answered_when_it_is_published_again() {
        List<Command> commands = List.of(Command.create(key, total(1)), Command.create(freshKey(), total(2)));
        dynamo.http.onNext("TransactWriteItems", Fault.loseResponse());
        List<PublishOutcome> outcomes = done(dynamo.coldService().publishAtomically(commands));

        assertThat(done(dynamo.coldService().publishAtomically(commands))).isEqualTo(outcomes);
        assertThat(dynamo.versions(key)).isEqualTo(upTo(1));
    }

    @Test
    void what_changes_nothing_is_unchanged_among_what_is_recorded() {
        done(dynamo.coldService().publishAsync(Command.create(key, total(1))));
        List<PublishOutcome> outcomes = done(dynamo.coldService()
                .publishAtomically(
                        List.of(Command.update(key, Version.FIRST, total(1)), Command.create(freshKey(), total(2)))));
        assertThat(outcomes.get(0)).isInstanceOf(Unchanged.class);
        assertThat(outcomes.get(1)).isInstanceOf(Recorded.class);
    }

    @Test
    void a_transaction_that_cannot_be_is_refused_before_anything_is_written() {
        List<Command> twice = List.of(Command.create(key, total(1)), Command.put(key, total(2)));
        StepVerifier.create(dynamo.coldService().publishAtomically(twice).contextWrite(CALLER.asContext()))
                .verifyError(InvalidValueException.class);
        List<Command> foreign =
                List.of(Command.create(key, total(1)), Command.create(ItemKey.of("ORDER", "other", "1"), total(2)));
        StepVerifier.create(dynamo.coldService().publishAtomically(foreign).contextWrite(CALLER.asContext()))
                .verifyError(TenantViolationException.class);
        assertThat(done(dynamo.coldService().publishAtomically(List.of()))).isEmpty();
        assertThat(dynamo.versions(key)).isEmpty();
    }

    @Test
    void many_who_write_the_same_items_for_the_latest_version_take_turns() {
        ItemKey other = freshKey();
        List<CommandService> services = List.of(dynamo.coldService(), dynamo.coldService(), dynamo.coldService());

        Flux.range(0, WRITERS)
                .flatMap(
                        writer -> Mono.defer(() -> services.get(writer % services.size())
                                        .publishAtomically(List.of(
                                                Command.put(key, total(writer)), Command.put(other, total(writer)))))
                                .retryWhen(RetryOnConflict.upTo(100))
                                .subscribeOn(Schedulers.parallel()),
                        WRITERS)
                .contextWrite(CALLER.asContext())
                .blockLast(PATIENCE);

        assertThat(dynamo.versions(key)).isEqualTo(upTo(WRITERS));
        assertThat(contents(key)).doesNotHaveDuplicates().isEqualTo(contents(other));
    }

    @Test
    void commands_for_the_latest_version_follow_whoever_was_first() {
        CommandService behind = dynamo.coldService();
        done(behind.publishAsync(Command.create(key, total(1))));
        done(dynamo.coldService().publishAsync(Command.put(key, total(2))));

        assertThat(done(behind.publishAtomically(
                        List.of(Command.create(freshKey(), total(1)), Command.put(key, total(3))))))
                .extracting(PublishOutcome::version)
                .containsExactly(Version.FIRST, Version.of(3));
    }

    @Test
    void commands_that_were_published_alone_keep_their_outcomes_and_the_others_are_recorded() {
        ItemKey other = freshKey();
        ItemKey third = freshKey();
        Command create = Command.create(key, total(1));
        Command once = Command.put(other, total(1))
                .withIdempotencyKey(UUID.randomUUID().toString());
        List<PublishOutcome> alone = List.of(
                done(dynamo.coldService().publishAsync(create)),
                done(dynamo.coldService().publishAsync(once)));
        done(dynamo.coldService().publishAsync(Command.put(key, total(2))));
        done(dynamo.coldService().publishAsync(Command.put(other, total(2))));

        List<PublishOutcome> outcomes =
                done(dynamo.coldService().publishAtomically(List.of(create, once, Command.create(third, total(3)))));
        assertThat(outcomes.subList(0, 2)).isEqualTo(alone);
        assertThat(outcomes.get(2).version()).isEqualTo(Version.FIRST);
        assertThat(List.of(dynamo.versions(key), dynamo.versions(other), dynamo.versions(third)))
                .containsExactly(upTo(2), upTo(2), upTo(1));
    }

    @Test
    void a_list_published_again_changes_nothing_though_others_came_in_between() {
        ItemKey other = freshKey();
        List<Command> commands = List.of(Command.create(key, total(1)), Command.put(other, total(1)));
        List<PublishOutcome> first = done(dynamo.coldService().publishAtomically(commands));
        done(dynamo.coldService().publishAsync(Command.put(key, total(2))));
        done(dynamo.coldService().publishAsync(Command.put(other, total(2))));

        assertThat(done(dynamo.coldService().publishAtomically(commands))).isEqualTo(first);
        assertThat(dynamo.versions(other)).isEqualTo(upTo(2));
    }
}
