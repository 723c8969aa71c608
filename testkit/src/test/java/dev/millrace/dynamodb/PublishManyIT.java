/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishResult;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.RetryOnConflict;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Many writers, many commands, many retries. */
@ExtendWith(LocalDynamoDb.class)
class PublishManyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");

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

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static ItemContent increment(ItemContent content) {
        BigDecimal next = content.attributes().number("total").add(BigDecimal.ONE);
        return content.withAttributes(Attributes.of(Map.of("total", next)));
    }

    @Test
    void sixty_four_writers_that_increment_one_item_lose_nothing() {
        done(dynamo.coldService().publishAsync(Command.create(key, total(0))));
        List<CommandService> services = List.of(dynamo.coldService(), dynamo.coldService(), dynamo.coldService());

        Flux.range(0, 64)
                .flatMap(
                        writer -> Mono.defer(() -> services.get(writer % services.size())
                                        .publishPartialUpdateAsync(CommandPatch.of(key, ExpectedVersion.latest())
                                                .updating(PublishManyIT::increment)))
                                .retryWhen(RetryOnConflict.upTo(200))
                                .subscribeOn(Schedulers.parallel()),
                        64)
                .contextWrite(CALLER.asContext())
                .blockLast(PATIENCE);

        assertThat(done(dynamo.coldService().getLatestItem(key)).content().attributes())
                .isEqualTo(total(64));
        assertThat(dynamo.versions(key)).isEqualTo(upTo(65));
    }

    @Test
    void a_storm_of_retries_under_one_key_for_the_latest_version_gives_one_version_and_one_answer() {
        done(dynamo.coldService().publishAsync(Command.create(key, total(0))));
        String idempotencyKey = UUID.randomUUID().toString();
        AtomicInteger other = new AtomicInteger(1000);

        List<PublishOutcome> answers = Flux.range(0, 100)
                .flatMap(
                        attempt -> {
                            CommandService service = dynamo.coldService();
                            Mono<PublishOutcome> again = service.publishAsync(
                                    Command.put(key, total(7)).withIdempotencyKey(idempotencyKey));
                            return attempt % 10 == 5
                                    ? service.publishAsync(Command.put(key, total(other.incrementAndGet())))
                                            .retryWhen(RetryOnConflict.upTo(100))
                                            .then(again)
                                    : again;
                        },
                        100)
                .contextWrite(CALLER.asContext())
                .collectList()
                .block(PATIENCE);

        assertThat(answers).hasSize(100).containsOnly(answers.get(0));
        assertThat(answers.get(0)).isInstanceOf(Recorded.class);
        assertThat(done(dynamo.coldService()
                        .publishAsync(Command.put(key, total(7)).withIdempotencyKey(idempotencyKey))))
                .isEqualTo(answers.get(0));
        assertThat(dynamo.versions(key)).isEqualTo(upTo(12));
    }

    @Test
    void a_storm_of_retries_under_one_key_for_a_named_version_gives_one_version_and_one_answer() {
        done(dynamo.coldService().publishAsync(Command.create(key, total(0))));
        Command update = Command.update(key, Version.FIRST, total(7)).withIdempotencyKey("request-1");

        List<PublishOutcome> answers = Flux.range(0, 100)
                .flatMap(attempt -> dynamo.coldService().publishAsync(update, CALLER), 100)
                .collectList()
                .block(PATIENCE);
        done(dynamo.coldService().publishAsync(Command.put(key, total(8))));

        assertThat(answers).hasSize(100).containsOnly(answers.get(0));
        assertThat(done(dynamo.coldService().publishAsync(update))).isEqualTo(answers.get(0));
        assertThat(dynamo.versions(key)).isEqualTo(upTo(3));
    }

    @Test
    void of_many_commands_each_has_its_own_result() {
        List<ItemKey> keys = IntStream.range(0, 100).mapToObj(i -> freshKey()).toList();
        for (int i = 0; i < 3; i++) {
            done(dynamo.coldService().publishAsync(Command.create(keys.get(i * 10), total(-1))));
        }

        List<PublishResult> results = done(dynamo.coldService()
                .publishAll(Flux.fromIterable(keys).map(each -> Command.create(each, total(1))), 16)
                .collectList());

        assertThat(results).hasSize(100);
        assertThat(results)
                .filteredOn(PublishResult.Failed.class::isInstance)
                .hasSize(3)
                .allSatisfy(failed -> assertThat(((PublishResult.Failed) failed).failure())
                        .isInstanceOf(VersionConflictException.class));
    }

    @Test
    void commands_of_one_item_are_published_one_after_the_other() {
        List<PublishResult> results = done(dynamo.coldService()
                .publishAll(
                        Flux.range(0, 20)
                                .map(i -> Command.of(
                                        key,
                                        i == 0 ? ExpectedVersion.absent() : ExpectedVersion.exactly(Version.of(i)),
                                        total(i))),
                        8)
                .collectList());

        assertThat(results).hasSize(20).allMatch(PublishResult.Done.class::isInstance);
    }

    @Test
    void a_stream_of_commands_is_taken_no_faster_than_its_results() {
        AtomicInteger taken = new AtomicInteger();
        Flux<Command> endless = Flux.<Command>generate(sink -> sink.next(Command.create(freshKey(), total(1))))
                .doOnNext(command -> taken.incrementAndGet());

        StepVerifier.create(dynamo.coldService().publishAll(endless, 4).contextWrite(CALLER.asContext()), 10)
                .expectNextCount(10)
                .thenCancel()
                .verify(PATIENCE);
        assertThat(taken.get()).isLessThan(1_000);
    }

    @Test
    void a_duplicate_is_the_same_content_as_the_next_version() {
        RecordedCommand first = done(dynamo.coldService()
                        .publishSync(Command.create(key, total(1)).named("x")))
                .command();
        RecordedCommand again = done(dynamo.coldService().duplicate(key, ExpectedVersion.latest()))
                .command();

        assertThat(again.version()).isEqualTo(Version.of(2));
        assertThat(again.content()).isEqualTo(first.content());
        assertThat(again.origin().source()).isEqualTo("duplicated");
        assertThat(again.state().audit().created())
                .isEqualTo(first.state().audit().created());
        StepVerifier.create(dynamo.coldService()
                        .duplicate(freshKey(), ExpectedVersion.latest())
                        .contextWrite(CALLER.asContext()))
                .verifyError(ItemNotFoundException.class);
    }

    @Test
    void an_unknown_outcome_is_resolved_by_command_id() {
        Command create = Command.create(key, total(1));
        done(dynamo.coldService().publishAsync(create));
        done(dynamo.coldService().publishAsync(Command.put(key, total(2))));

        assertThat(done(dynamo.coldService().resolve(key, create.id())).version())
                .isEqualTo(Version.FIRST);
        assertThat(done(dynamo.coldService().resolve(key, CommandId.random()).hasElement()))
                .isFalse();
    }
}
