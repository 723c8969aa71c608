/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishResult;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Version;
import dev.millrace.payload.PayloadCodec;
import dev.millrace.payload.PayloadException;
import dev.millrace.payload.Payloads;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A secret that is published must not show in a log line or in a failure, whichever way the publish goes wrong. */
@ExtendWith(LocalDynamoDb.class)
class CanaryIT {

    private static final String CANARY = "canary-4111-1111";
    private static final InvokeContext CALLER = InvokeContext.of("ada", "acme");
    private static DynamoFixture dynamo;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger millrace = (Logger) LoggerFactory.getLogger("dev.millrace");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final CommandService service = dynamo.coldService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(
                engine, DynamoOptions.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(1500)));
    }

    @BeforeEach
    void listen() {
        millrace.setLevel(Level.TRACE);
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void nothing_was_logged_of_it() {
        root.detachAppender(lines);
        millrace.setLevel(null);
        dynamo.http.heal();
        assertThat(lines.list).allSatisfy(line -> assertThat(whole(line)).doesNotContain(CANARY));
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private static String whole(ILoggingEvent line) {
        IThrowableProxy failure = line.getThrowableProxy();
        return line.getFormattedMessage() + (failure == null ? "" : ThrowableProxyUtil.asString(failure));
    }

    /** The failure as the most talkative logger would show it: messages, causes and suppressed failures. */
    private static String whole(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static Attributes secret(int number) {
        return Attributes.of(Map.of("card", CANARY + number, CANARY, Map.of("inner", List.of(CANARY))));
    }

    private Command create(int number) {
        return Command.create(key, secret(number)).named(CANARY);
    }

    private Command update(long expected, int number) {
        return Command.update(key, Version.of(expected), secret(number)).named(CANARY);
    }

    private RecordedCommand published() {
        return service.publishSync(create(1), CALLER)
                .block(DynamoFixture.CALL_TIMEOUT)
                .command();
    }

    private <T extends MillraceException> T assertKeepsSilent(Class<T> type, Mono<?> call) {
        T failure = catchThrowableOfType(
                type, () -> call.contextWrite(CALLER.asContext()).block(DynamoFixture.CALL_TIMEOUT));
        assertThat(failure).isInstanceOf(type);
        assertThat(whole(failure)).doesNotContain(CANARY);
        return failure;
    }

    @Test
    void the_test_would_notice() {
        millrace.trace("saw {}", CANARY);
        assertThat(lines.list).anySatisfy(line -> assertThat(whole(line)).contains(CANARY));
        lines.list.clear();
        assertThat(whole(new IllegalStateException("no", new IllegalArgumentException(CANARY))))
                .contains(CANARY);
        assertThat(published().content().attributes().text("card")).contains(CANARY);
    }

    @Test
    void a_conflict_carries_the_winner_and_does_not_show_it() {
        published();
        for (Mono<?> second : List.of(
                service.publishAsync(create(2)),
                service.publishSync(create(2)),
                service.publishAtomically(List.of(create(2))))) {
            VersionConflictException conflict = assertKeepsSilent(VersionConflictException.class, second);
            assertThat(conflict.winner().content().name()).isEqualTo(CANARY);
            assertThat(List.of(
                            conflict.winner(),
                            conflict.winner().state(),
                            conflict.winner().content()))
                    .allSatisfy(shown -> assertThat(shown.toString()).doesNotContain(CANARY));
        }
    }

    @Test
    void a_version_that_was_never_written_does_not_show_the_content() {
        published();
        assertKeepsSilent(UnknownVersionException.class, service.publishAsync(update(5, 2)));
    }

    @Test
    void an_unknown_outcome_does_not_show_the_content() {
        dynamo.http.onEvery("PutItem", Fault.loseResponse());
        assertKeepsSilent(OutcomeUnknownException.class, service.publishAsync(create(1)));
        dynamo.http.onEvery("TransactWriteItems", Fault.failBeforeSending());
        assertKeepsSilent(OutcomeUnknownException.class, service.publishSync(create(1)));
    }

    @Test
    void a_throttled_call_does_not_show_the_content() {
        dynamo.http.onEvery("PutItem", Fault.throttle());
        assertKeepsSilent(OutcomeUnknownException.class, service.publishAsync(create(1)));
        dynamo.http.onEvery("Query", Fault.throttle());
        Command put = Command.put(key, secret(1)).named(CANARY);
        assertKeepsSilent(StoreUnavailableException.class, service.publishAsync(put));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "ResourceNotFoundException", "ValidationException"})
    void a_refused_call_does_not_show_the_content(String error) {
        dynamo.http.onEvery("PutItem", Fault.answer(400, error));
        dynamo.http.onEvery("TransactWriteItems", Fault.answer(400, error));
        assertKeepsSilent(StoreMisconfiguredException.class, service.publishAsync(create(1)));
        assertKeepsSilent(StoreMisconfiguredException.class, service.publishSync(create(1)));
    }

    @Test
    void an_item_that_is_too_large_does_not_show() {
        Attributes large = Attributes.of(Map.of("card", CANARY.repeat(30_000)));
        assertKeepsSilent(
                InvalidValueException.class,
                service.publishAsync(Command.create(key, large).named(CANARY)));
        assertKeepsSilent(
                InvalidValueException.class,
                service.publishSync(Command.create(key, large).named(CANARY)));
    }

    @Test
    void a_value_that_breaks_a_rule_shows_neither_itself_nor_the_names_that_lead_to_it() {
        List<Map<String, Object>> broken = List.of(
                Map.of(CANARY, Double.NaN),
                Map.of(CANARY, Map.of(CANARY, List.of(new StringBuilder(CANARY)))),
                Map.of(CANARY + "\uD800", 1),
                Map.of(CANARY, CANARY + "\uD800"),
                Map.of(CANARY, Map.of("", CANARY)),
                Map.of(CANARY, Map.of(1, CANARY)),
                Map.of(CANARY, new BigDecimal("1E+126")));
        broken.forEach(values -> {
            assertKeepsSilent(InvalidValueException.class, Mono.fromCallable(() -> Attributes.of(values)));
            CommandPatch patch = CommandPatch.of(key, ExpectedVersion.latest());
            assertKeepsSilent(
                    InvalidValueException.class, Mono.fromCallable(() -> patch.setAt(List.of(CANARY, CANARY), values)));
            assertRefused(patch.updating(content -> content.withAttributes(Attributes.of(values))));
        });
    }

    private void assertRefused(CommandPatch broken) {
        service.publishAsync(Command.put(key, secret(1)), CALLER).block(DynamoFixture.CALL_TIMEOUT);
        assertKeepsSilent(InvalidValueException.class, service.publishPartialUpdateAsync(broken));
    }

    @Test
    void a_name_in_a_patch_that_breaks_a_rule_does_not_show() {
        assertRefused(CommandPatch.of(key, ExpectedVersion.latest()).set(CANARY + "\uD800", 1));
        assertRefused(CommandPatch.of(key, ExpectedVersion.latest()).setAt(List.of(CANARY, ""), 1));
    }

    @Test
    void a_row_that_cannot_be_read_does_not_show() {
        Map<String, AttributeValue> row = new HashMap<>(CommandRows.write(published()));
        Map<String, AttributeValue> broken = Map.of(
                "createdAt", AttributeValue.fromS(CANARY),
                "payloadType", AttributeValue.fromS(CANARY + "!"),
                "attributes", AttributeValue.fromM(Map.of(CANARY, AttributeValue.fromSs(List.of(CANARY)))),
                "ttl", AttributeValue.fromN("1.5"),
                "commandId", AttributeValue.fromS(CANARY + "\n"));
        broken.forEach((name, value) -> {
            Map<String, AttributeValue> tampered = new HashMap<>(row);
            tampered.put(name, value);
            put(tampered);
            CommandService cold = dynamo.coldService();
            assertKeepsSilent(UndecodableRowException.class, cold.getLatestItem(key));
            assertKeepsSilent(UndecodableRowException.class, cold.publishAsync(update(1, 2)));
            assertKeepsSilent(UndecodableRowException.class, cold.publishAsync(create(2)));
        });
    }

    private static void put(Map<String, AttributeValue> row) {
        Mono.fromFuture(() -> dynamo.client()
                        .putItem(put ->
                                put.tableName(dynamo.module.id().commandTable()).item(row)))
                .block(DynamoFixture.CALL_TIMEOUT);
    }

    @Test
    void a_patch_of_nothing_does_not_show_its_edits() {
        CommandPatch patch = CommandPatch.of(key, ExpectedVersion.latest())
                .named(CANARY)
                .set(CANARY, CANARY)
                .merge(secret(1));
        assertThat(patch.toString()).doesNotContain(CANARY);
        assertKeepsSilent(ItemNotFoundException.class, service.publishPartialUpdateAsync(patch));
        assertKeepsSilent(ItemNotFoundException.class, service.publishPartialUpdateSync(patch));
    }

    @Test
    void a_payload_of_another_type_does_not_show() {
        Payloads payloads = Payloads.over(new CardCodec())
                .type(Card.class, "shop.card", 1)
                .type(Note.class, "shop.note", 1)
                .build();
        ItemContent card = ItemContent.of(CANARY, secret(1)).withSchema(PayloadSchema.of("shop.card", 1));
        RecordedCommand recorded = service.publishAsync(Command.create(key, card), CALLER)
                .block(DynamoFixture.CALL_TIMEOUT)
                .command();
        assertThat(payloads.read(recorded, Card.class).number()).contains(CANARY);
        assertKeepsSilent(PayloadException.class, Mono.fromCallable(() -> payloads.read(recorded, Note.class)));
        assertKeepsSilent(
                InvalidValueException.class,
                Mono.fromCallable(() -> recorded.content().attributes().number("card")));
    }

    @Test
    void the_results_of_many_do_not_show_their_commands() {
        published();
        List<PublishResult> results = service.publishAll(Flux.just(create(2), update(1, 3)), 1)
                .contextWrite(CALLER.asContext())
                .collectList()
                .block(DynamoFixture.CALL_TIMEOUT);
        assertThat(results).hasSize(2).allSatisfy(result -> assertThat(result.toString())
                .doesNotContain(CANARY));
    }

    @Test
    void outcomes_do_not_show_their_content() {
        published();
        PublishOutcome unchanged = service.publishAsync(update(1, 1), CALLER).block(DynamoFixture.CALL_TIMEOUT);
        assertThat(unchanged).isInstanceOf(PublishOutcome.Unchanged.class);
        assertThat(unchanged.toString()).doesNotContain(CANARY);
        assertThat(unchanged.command().toChange().toString()).doesNotContain(CANARY);
        assertThat(unchanged.command().toItem().toString()).doesNotContain(CANARY);
    }

    record Card(String number) {}

    record Note(String text) {}

    /** Maps cards, and nothing else. */
    private static final class CardCodec implements PayloadCodec {

        @Override
        public Attributes encode(Object payload) {
            return Attributes.of(Map.of("card", ((Card) payload).number()));
        }

        @Override
        public <T> T decode(Attributes attributes, Class<T> type) {
            return type.cast(new Card(attributes.text("card")));
        }
    }
}
