/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.Origin;
import dev.millrace.context.TenantViolationException;
import dev.millrace.data.DataService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Instant;
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

/** What publishing does and how it ends, on the real tables. */
@ExtendWith(LocalDynamoDb.class)
class CommandServiceIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme")
            .withSourceIp("10.0.0.1")
            .withOrigin(new Origin("[order]:Test", "r-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    private static final InvokeContext OTHER = InvokeContext.of("u2", "acme").withSourceIp("10.0.0.2");

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final CommandService service = dynamo.coldService();
    private final DataService data = dynamo.module.dataService();

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

    private static <T> T done(Mono<T> call, InvokeContext caller) {
        return call.contextWrite(caller.asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private RecordedCommand create() {
        return done(service.publishAsync(Command.create(key, total(1)).named("first")), CALLER)
                .command();
    }

    @Test
    void a_recorded_command_reads_back_as_it_was_recorded() {
        RecordedCommand recorded = create();
        assertThat(done(service.getItem(key, Version.FIRST), CALLER)).isEqualTo(recorded);
        assertThat(done(service.getLatestItem(key), CALLER)).isEqualTo(recorded);
        assertThat(recorded.origin()).isEqualTo(CALLER.origin());
        assertThat(recorded.state().audit().created().by()).isEqualTo("u1");
        assertThat(recorded.state().audit().created().ip()).isEqualTo("10.0.0.1");
    }

    @Test
    void an_asynchronous_publish_leaves_the_data_table_to_the_pipeline() {
        create();
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext())).verifyComplete();
    }

    @Test
    void a_synchronous_publish_shows_at_once_with_the_right_audit() {
        done(service.publishSync(Command.create(key, total(1))), CALLER);
        done(service.publishSync(Command.update(key, Version.FIRST, total(2))), OTHER);
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext()))
                .assertNext(item -> {
                    assertThat(item.version()).isEqualTo(Version.of(2));
                    assertThat(item.attributes()).isEqualTo(total(2));
                    Stamp created = item.audit().created();
                    Stamp updated = item.audit().updated();
                    assertThat(created.by()).isEqualTo("u1");
                    assertThat(updated.by()).isEqualTo("u2");
                    assertThat(updated.ip()).isEqualTo("10.0.0.2");
                    assertThat(updated.at()).isAfterOrEqualTo(created.at());
                })
                .verifyComplete();
    }

    @Test
    void a_second_creation_is_a_conflict_that_carries_the_winner() {
        RecordedCommand winner = create();
        StepVerifier.create(service.publishAsync(Command.create(key, total(2)), CALLER))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                VersionConflictException.class,
                                conflict -> assertThat(conflict.winner()).isEqualTo(winner))
                        .hasMessageContaining("is at version 1 or later, expected absent"));
    }

    @Test
    void a_stale_version_is_a_conflict_even_when_the_content_is_the_same() {
        create();
        done(service.publishAsync(Command.update(key, Version.FIRST, total(2))), CALLER);
        Command stale = Command.update(key, Version.FIRST, total(1)).named("first");
        for (CommandService any : List.of(service, dynamo.coldService())) {
            StepVerifier.create(any.publishAsync(stale, CALLER)).verifyError(VersionConflictException.class);
        }
    }

    @Test
    void a_version_that_was_never_written_is_named_with_the_actual_one() {
        create();
        StepVerifier.create(service.publishAsync(Command.update(key, Version.of(5), total(2)), CALLER))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(UnknownVersionException.class, unknown -> {
                            assertThat(unknown.expected()).isEqualTo(Version.of(5));
                            assertThat(unknown.actual()).isEqualTo(Version.FIRST);
                        }));
        ItemKey nothing = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
        StepVerifier.create(service.publishAsync(Command.update(nothing, Version.FIRST, total(2)), CALLER))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(UnknownVersionException.class, unknown -> assertThat(unknown.actual())
                                .isEqualTo(Version.NONE)));
    }

    @Test
    void content_that_changes_nothing_is_not_recorded() {
        RecordedCommand first = create();
        Command same = Command.update(key, Version.FIRST, Attributes.of(Map.of("total", 1.0)))
                .named("first");
        assertThat(done(service.publishAsync(same), CALLER)).isEqualTo(new Unchanged(first));
        assertThat(done(service.getLatestItem(key), CALLER)).isEqualTo(first);
    }

    @Test
    void publishing_the_same_command_value_again_gives_the_same_answer() {
        Command create = Command.create(key, total(1));
        Command update = Command.update(key, Version.FIRST, total(2));
        PublishOutcome created = done(service.publishAsync(create), CALLER);
        PublishOutcome updated = done(service.publishAsync(update), CALLER);
        done(service.publishAsync(Command.put(key, total(3))), CALLER);
        for (CommandService any : List.of(service, dynamo.coldService())) {
            assertThat(done(any.publishAsync(create), CALLER)).isEqualTo(created);
            assertThat(done(any.publishAsync(update), CALLER)).isEqualTo(updated);
        }
        assertThat(done(service.getLatestItem(key), CALLER).version()).isEqualTo(Version.of(3));
    }

    @Test
    void of_many_writers_on_one_version_exactly_one_wins() {
        create();
        List<Object> outcomes = Flux.range(0, 32)
                .flatMap(
                        writer -> dynamo.coldService()
                                .publishAsync(Command.update(key, Version.FIRST, total(100 + writer)), CALLER)
                                .cast(Object.class)
                                .onErrorResume(VersionConflictException.class, Mono::just)
                                .subscribeOn(Schedulers.parallel()),
                        32)
                .collectList()
                .block(DynamoFixture.CALL_TIMEOUT);
        assertThat(outcomes).hasSize(32).filteredOn(Recorded.class::isInstance).hasSize(1);
    }

    @Test
    void many_writers_on_the_latest_version_make_one_gapless_history() {
        CommandService patient =
                dynamo.module.commandService(CommandOptions.defaults().withLatestAttempts(100));
        Flux.range(0, 32)
                .flatMap(writer -> patient.publishAsync(Command.put(key, total(writer)), CALLER), 32)
                .blockLast(DynamoFixture.CALL_TIMEOUT);
        List<Long> versions = dynamo.module
                .commandLog()
                .list(key, Version.FIRST, Version.of(Version.MAX))
                .map(row -> row.version().value())
                .collectList()
                .block(DynamoFixture.CALL_TIMEOUT);
        assertThat(versions).isEqualTo(LongStream.rangeClosed(1, 32).boxed().toList());
    }

    @Test
    void a_patch_changes_what_it_names_and_keeps_the_rest() {
        create();
        done(
                service.publishPartialUpdateAsync(
                        CommandPatch.of(key, Version.FIRST).set("note", "x")),
                OTHER);
        RecordedCommand patched = done(service.getLatestItem(key), CALLER);
        assertThat(patched.content().name()).isEqualTo("first");
        assertThat(patched.content().attributes()).isEqualTo(Attributes.of(Map.of("total", 1, "note", "x")));
        assertThat(patched.state().audit().created().by()).isEqualTo("u1");
        assertThat(patched.state().audit().updated().by()).isEqualTo("u2");
    }

    @Test
    void a_patch_of_nothing_says_so() {
        StepVerifier.create(service.publishPartialUpdateAsync(
                        CommandPatch.of(key, ExpectedVersion.latest()).set("a", 1), CALLER))
                .verifyError(ItemNotFoundException.class);
    }

    @Test
    void synchronous_and_asynchronous_publishes_can_be_mixed() {
        done(service.publishAsync(Command.create(key, total(1))), CALLER);
        done(service.publishSync(Command.update(key, Version.FIRST, total(2))), CALLER);
        done(service.publishAsync(Command.update(key, Version.of(2), total(3))), CALLER);
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext()))
                .assertNext(item -> assertThat(item.version()).isEqualTo(Version.of(2)))
                .verifyComplete();
    }

    @Test
    void a_deleted_or_expired_item_is_hidden_and_can_come_back() {
        done(service.publishSync(Command.create(key, total(1))), CALLER);
        done(service.publishSync(Command.put(key, total(1)).deleting()), CALLER);
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext())).verifyComplete();
        done(
                service.publishSync(
                        Command.put(key, total(1)).expiringAt(Instant.now().minusSeconds(5))),
                CALLER);
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext())).verifyComplete();
        done(
                service.publishSync(
                        Command.put(key, total(1)).expiringAt(Instant.now().plusSeconds(3600))),
                CALLER);
        StepVerifier.create(data.getItem(key).contextWrite(CALLER.asContext()))
                .assertNext(item -> assertThat(item.version()).isEqualTo(Version.of(4)))
                .verifyComplete();
    }

    @Test
    void another_tenants_items_are_out_of_reach_before_any_request() {
        InvokeContext stranger = InvokeContext.of("u3", "other");
        dynamo.http.resetCounts();
        List<Mono<?>> attempts = List.of(
                service.publishAsync(Command.create(key, total(1)), stranger),
                service.publishSync(Command.put(key, total(1)), stranger),
                service.publishPartialUpdateAsync(CommandPatch.of(key, Version.FIRST), stranger),
                service.publishPartialUpdateSync(CommandPatch.of(key, Version.FIRST), stranger),
                service.getItem(key, Version.FIRST).contextWrite(stranger.asContext()),
                service.getLatestItem(key).contextWrite(stranger.asContext()),
                data.getItem(key).contextWrite(stranger.asContext()));
        attempts.forEach(attempt -> StepVerifier.create(attempt).verifyError(TenantViolationException.class));
        StepVerifier.create(service.getLatestItem(key)).verifyError(MissingContextException.class);
        assertThat(dynamo.http.count()).isZero();
    }

    @Test
    void nothing_happens_before_subscription_and_a_cancelled_publish_leaves_the_service_usable() {
        dynamo.http.resetCounts();
        Mono<PublishOutcome> create = service.publishAsync(Command.create(key, total(1)), CALLER);
        assertThat(dynamo.http.count()).isZero();
        create.subscribe().dispose();
        assertThat(done(service.publishAsync(Command.put(key, total(2))), CALLER))
                .isInstanceOf(Recorded.class);
    }

    @Test
    void items_whose_sort_keys_look_alike_never_mix() {
        ItemKey neighbour = ItemKey.of("ORDER", "acme", key.sort().text() + "#v");
        ItemKey child = ItemKey.of("ORDER", "acme", key.sort().text() + "#va#1");
        create();
        done(service.publishAsync(Command.create(neighbour, total(8))), CALLER);
        done(service.publishAsync(Command.create(child, total(9))), CALLER);
        assertThat(done(dynamo.coldService().getLatestItem(key), CALLER)
                        .content()
                        .attributes())
                .isEqualTo(total(1));
        assertThat(done(dynamo.coldService().getLatestItem(child), CALLER)
                        .content()
                        .attributes())
                .isEqualTo(total(9));
    }
}
