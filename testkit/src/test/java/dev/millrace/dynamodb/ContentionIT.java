/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Transactions that meet each other, or that one item's table turns away: every reason leads to its own outcome. */
@ExtendWith(LocalDynamoDb.class)
class ContentionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final String NONE = "None";
    private static final String CONFLICT = "TransactionConflict";

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final Command create = Command.create(key, Attributes.of(Map.of("total", 1)));
    private final CommandService service = dynamo.coldService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterEach
    void heal() {
        dynamo.http.heal();
        dynamo.http.resetCounts();
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static PublishOutcome done(Mono<PublishOutcome> publish) {
        return publish.contextWrite(CALLER.asContext()).block(PATIENCE);
    }

    private static void assertUnavailable(Mono<?> publish, String reason) {
        StepVerifier.create(publish.contextWrite(CALLER.asContext()))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                unavailable -> assertThat(unavailable.retry()).isEqualTo(Retry.AS_IS))
                        .hasMessageContaining(reason))
                .verify(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {CONFLICT, "ThrottlingError", "ProvisionedThroughputExceeded"})
    void a_transaction_that_is_turned_away_for_a_moment_is_tried_again(String reason) {
        dynamo.http.onNext(
                "TransactWriteItems", Fault.cancelTransaction(NONE, reason), Fault.cancelTransaction(reason, NONE));

        assertThat(done(service.publishSync(create))).isInstanceOf(Recorded.class);
        assertThat(dynamo.http.count("TransactWriteItems")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {CONFLICT, "ThrottlingError"})
    void a_transaction_that_is_turned_away_for_ever_is_unavailable_with_the_reason(String reason) {
        dynamo.http.onEvery("TransactWriteItems", Fault.cancelTransaction(NONE, reason));

        assertUnavailable(service.publishSync(create), reason);
        dynamo.http.heal();
        assertThat(done(service.publishSync(create))).isInstanceOf(Recorded.class);
    }

    @Test
    void a_plain_write_that_meets_a_transaction_is_tried_again() {
        Fault met = Fault.answer(400, "TransactionConflictException");
        dynamo.http.onNext("PutItem", met, met);

        assertThat(done(service.publishAsync(create))).isInstanceOf(Recorded.class);
        assertThat(dynamo.http.count("PutItem")).isEqualTo(3);
    }

    @Test
    void a_plain_write_that_meets_transactions_for_ever_is_unavailable() {
        dynamo.http.onEvery("PutItem", Fault.answer(400, "TransactionConflictException"));

        assertUnavailable(service.publishAsync(create), "TransactionConflictException");
    }

    @Test
    void showing_what_was_recorded_is_tried_again_when_it_meets_a_transaction() {
        done(service.publishAsync(create));
        dynamo.http.onNext("PutItem", Fault.answer(400, "TransactionConflictException"));

        assertThat(done(service.publishSync(Command.put(key, create.content()))))
                .isInstanceOf(Unchanged.class);
        StepVerifier.create(dynamo.module.dataStore().get(key))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void a_reason_that_stays_is_named_and_not_tried_again() {
        dynamo.http.onEvery("TransactWriteItems", Fault.cancelTransaction("ValidationError", CONFLICT));

        StepVerifier.create(service.publishSync(create, CALLER)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("ValidationError"));
        assertThat(dynamo.http.count("TransactWriteItems")).isEqualTo(1);
    }

    @Test
    void the_item_whose_version_is_taken_is_the_one_that_the_conflict_names() {
        List<ItemKey> keys = Collections.nCopies(3, key).stream()
                .map(any -> ItemKey.of("ORDER", "acme", UUID.randomUUID().toString()))
                .toList();
        for (ItemKey taken : keys) {
            PublishOutcome first = done(dynamo.coldService().publishAsync(Command.create(taken, Attributes.empty())));
            List<Command> commands = keys.stream()
                    .map(each -> each.equals(taken) ? Command.create(taken, create.content()) : fresh())
                    .toList();
            StepVerifier.create(service.publishAtomically(commands).contextWrite(CALLER.asContext()))
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    VersionConflictException.class,
                                    conflict -> assertThat(conflict.winner()).isEqualTo(first.command())));
        }
    }

    private Command fresh() {
        return Command.create(ItemKey.of("ORDER", "acme", UUID.randomUUID().toString()), create.content());
    }
}
