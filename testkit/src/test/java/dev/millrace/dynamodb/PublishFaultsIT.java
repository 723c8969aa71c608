/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandService;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
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

/** Every way in which a write can fail ends in the outcome that is true. */
@ExtendWith(LocalDynamoDb.class)
class PublishFaultsIT {

    private static final String SECRET = "4111-1111-canary";
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final Command create =
            Command.create(key, Attributes.of(Map.of("card", SECRET))).named(SECRET);

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        Duration attempt = Duration.ofMillis(1500);
        dynamo = DynamoFixture.create(engine, DynamoOptions.defaults().withTimeouts(Duration.ofSeconds(5), attempt));
    }

    @AfterEach
    void heal() {
        dynamo.http.heal();
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static Mono<PublishOutcome> publish(Command command) {
        CommandService cold = dynamo.coldService();
        return cold.publishAsync(command, CALLER);
    }

    private void assertRecordedOnceAs(Version version) {
        StepVerifier.create(dynamo.module.commandLog().list(key, Version.FIRST, Version.of(Version.MAX)))
                .assertNext(row -> {
                    assertThat(row.id()).isEqualTo(create.id());
                    assertThat(row.version()).isEqualTo(version);
                })
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_write_whose_answer_is_lost_is_reported_as_recorded(int losses) {
        for (int i = 0; i < losses; i++) {
            dynamo.http.onNext("PutItem", Fault.loseResponse());
        }
        StepVerifier.create(publish(create))
                .assertNext(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(Recorded.class, recorded -> assertThat(recorded.version())
                                .isEqualTo(Version.FIRST)))
                .verifyComplete();
        assertRecordedOnceAs(Version.FIRST);
    }

    @Test
    void a_write_none_of_whose_answers_came_is_unknown_and_publishing_it_again_settles_it() {
        dynamo.http.onEvery("PutItem", Fault.loseResponse());
        StepVerifier.create(publish(create)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                    assertThat(unknown.retry()).isEqualTo(Retry.AS_IS);
                    assertThat(unknown.commandId()).isEqualTo(create.id());
                }));

        dynamo.http.heal();
        StepVerifier.create(publish(create))
                .assertNext(outcome -> assertThat(outcome).isInstanceOf(Recorded.class))
                .verifyComplete();
        assertRecordedOnceAs(Version.FIRST);
    }

    @Test
    void a_transaction_whose_answer_is_lost_is_reported_as_recorded_and_visible() {
        dynamo.http.onNext("TransactWriteItems", Fault.loseResponse());
        StepVerifier.create(dynamo.coldService().publishSync(create, CALLER))
                .assertNext(outcome -> assertThat(outcome).isInstanceOf(Recorded.class))
                .verifyComplete();
        assertRecordedOnceAs(Version.FIRST);
        StepVerifier.create(dynamo.module.dataService().getItem(key).contextWrite(CALLER.asContext()))
                .assertNext(item -> assertThat(item.commandId()).isEqualTo(create.id()))
                .verifyComplete();
    }

    @Test
    void a_request_that_is_never_answered_ends_within_the_deadline_as_unknown() {
        dynamo.http.onEvery("PutItem", Fault.neverAnswer());
        StepVerifier.create(publish(create))
                .expectError(OutcomeUnknownException.class)
                .verify(Duration.ofSeconds(8));
    }

    @Test
    void throttling_for_a_while_is_ridden_out() {
        dynamo.http.onNext("PutItem", Fault.throttle(), Fault.throttle());
        StepVerifier.create(publish(create)).expectNextCount(1).verifyComplete();
        assertRecordedOnceAs(Version.FIRST);
    }

    @Test
    void a_read_that_is_throttled_for_ever_fails_as_unavailable_with_the_reason() {
        dynamo.http.onEvery("Query", Fault.throttle());
        StepVerifier.create(publish(Command.put(key, Attributes.empty()))).verifyErrorSatisfies(failure -> assertThat(
                        failure)
                .isInstanceOfSatisfying(StoreUnavailableException.class, unavailable -> assertThat(unavailable.retry())
                        .isEqualTo(Retry.AS_IS))
                .hasMessageContaining("ProvisionedThroughputExceededException"));
    }

    @Test
    void a_server_error_is_ridden_out() {
        dynamo.http.onNext("PutItem", Fault.answer(500, "InternalServerError"), Fault.failBeforeSending());
        StepVerifier.create(publish(create)).expectNextCount(1).verifyComplete();
        assertRecordedOnceAs(Version.FIRST);
    }

    @Test
    void a_denied_write_names_the_table_and_what_to_check() {
        dynamo.http.onEvery("PutItem", Fault.answer(400, "AccessDeniedException"));
        StepVerifier.create(publish(create)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("test-shop-order-command")
                .hasMessageContaining("permissions"));
    }

    @Test
    void a_missing_table_is_named() {
        dynamo.http.onEvery("PutItem", Fault.answer(400, "ResourceNotFoundException"));
        StepVerifier.create(publish(create)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("table test-shop-order-command does not exist"));
    }

    @Test
    void an_item_over_the_limit_is_refused_with_its_size_before_any_request() {
        dynamo.http.resetCounts();
        Command large = Command.create(key, Attributes.of(Map.of("text", "x".repeat(410_000))));
        StepVerifier.create(publish(large)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("at most 409600 bytes, is 410"));
        assertThat(dynamo.http.count()).isZero();
    }

    @Test
    void an_item_just_under_the_limit_is_recorded() {
        Command large = Command.create(key, Attributes.of(Map.of("text", "x".repeat(408_000))));
        StepVerifier.create(dynamo.coldService().publishSync(large, CALLER))
                .expectNextCount(1)
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "ProvisionedThroughputExceededException", "ValidationException"})
    void no_failure_tells_what_the_item_holds(String error) {
        dynamo.http.onEvery("PutItem", Fault.answer(400, error));
        StepVerifier.create(publish(create)).verifyErrorSatisfies(failure -> {
            assertThat(failure).isInstanceOf(MillraceException.class);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(SECRET);
            }
        });
    }
}
