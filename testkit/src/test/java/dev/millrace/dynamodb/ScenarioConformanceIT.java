/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.CommandService;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.PublishOutcome;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import dev.millrace.data.DataItem;
import dev.millrace.item.Attributes;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** From a command to its rows, case by case; docs/conformance.md says where they follow and where they do not. */
@ExtendWith(LocalDynamoDb.class)
class ScenarioConformanceIT {

    private static final InvokeContext ADA = InvokeContext.of("ada", "acme")
            .withSourceIp("192.0.2.1")
            .withOrigin(new Origin("[order]:Test", "request-1", ""));
    private static final InvokeContext GRACE = InvokeContext.of("grace", "acme")
            .withSourceIp("192.0.2.2")
            .withOrigin(new Origin("[order]:Test", "request-2", ""));
    private static final Version SECOND = Version.of(2);
    private static final Version THIRD = Version.of(3);

    private static DynamoFixture dynamo;

    private final ItemKey key = ItemKey.of("ORDER", "acme", UUID.randomUUID().toString());
    private final CommandService service = dynamo.coldService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(
                engine, DynamoOptions.defaults().withTimeouts(DynamoFixture.CALL_TIMEOUT, Duration.ofSeconds(3)));
    }

    @AfterEach
    void heal() {
        dynamo.http.heal();
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

    private static <T extends Throwable> T failure(Class<T> type, Mono<?> call) {
        return catchThrowableOfType(type, () -> done(call, ADA));
    }

    private RecordedCommand publish(Command command, InvokeContext caller) {
        PublishOutcome outcome = done(service.publishAsync(command), caller);
        assertThat(outcome).isInstanceOf(Recorded.class);
        return outcome.command();
    }

    private RecordedCommand create() {
        return publish(Command.create(key, total(1)), ADA);
    }

    private RecordedCommand update(Version expected, int total) {
        return publish(Command.update(key, expected, total(total)), GRACE);
    }

    /** What the pipeline does with the row of a version: reads its image and shows it in the data table. */
    private boolean project(Version version) {
        Map<String, AttributeValue> image = commandRow(version);
        RecordedCommand read = CommandRows.read(image);
        assertThat(CommandImages.toChange(image)).isEqualTo(read.toChange());
        return Boolean.TRUE.equals(dynamo.module.dataStore().put(read.toItem()).block(DynamoFixture.CALL_TIMEOUT));
    }

    private Map<String, AttributeValue> commandRow(Version version) {
        return row(dynamo.module.id().commandTable(), key.sort().at(version).text());
    }

    private Map<String, AttributeValue> dataRow() {
        return row(dynamo.module.id().dataTable(), key.sort().text());
    }

    private Map<String, AttributeValue> row(String table, String sk) {
        GetItemRequest get = GetItemRequest.builder()
                .tableName(table)
                .key(Rows.key(key.partition().text(), sk))
                .consistentRead(true)
                .build();
        return Mono.fromFuture(() -> dynamo.client().getItem(get))
                .block(DynamoFixture.CALL_TIMEOUT)
                .item();
    }

    private DataItem shown() {
        return done(dynamo.module.dataService().getItem(key), ADA);
    }

    private List<RecordedCommand> history() {
        return dynamo.module
                .commandLog()
                .list(key, Version.FIRST, Version.of(Version.MAX))
                .collectList()
                .block(DynamoFixture.CALL_TIMEOUT);
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    @Test
    @DisplayName("[X-01] a creation is one row of the command table at version 1, and the data table stays empty")
    void a_creation_is_one_row_of_the_command_table() {
        create();
        assertThat(commandRow(Version.FIRST))
                .containsEntry("sk", text(key.sort().text() + "#v0000000001"))
                .containsEntry("version", AttributeValue.fromN("1"))
                .doesNotContainKeys("status", "syncMode", "ttl");
        assertThat(dataRow()).isEmpty();
    }

    @Test
    @DisplayName("[X-02] the pipeline shows the version in the data table and leaves the command's row as it is")
    void the_pipeline_shows_the_version() {
        create();
        Map<String, AttributeValue> before = commandRow(Version.FIRST);
        assertThat(project(Version.FIRST)).isTrue();
        assertThat(dataRow())
                .containsEntry("version", AttributeValue.fromN("1"))
                .containsEntry("cpk", text(key.partition().text()))
                .containsEntry("csk", text(key.sort().text() + "#v0000000001"));
        assertThat(commandRow(Version.FIRST)).isEqualTo(before);
    }

    @Test
    @DisplayName("[X-03] a second creation is a conflict and changes nothing")
    void a_second_creation_is_a_conflict() {
        RecordedCommand first = create();
        VersionConflictException conflict =
                failure(VersionConflictException.class, service.publishAsync(Command.create(key, total(2))));
        assertThat(conflict.winner()).isEqualTo(first);
        assertThat(history()).containsExactly(first);
    }

    @Test
    @DisplayName("[X-04] a version that was never written is refused with the version that is there")
    void a_version_that_was_never_written_is_refused() {
        create();
        UnknownVersionException refused = failure(
                UnknownVersionException.class, service.publishAsync(Command.update(key, Version.of(5), total(2))));
        assertThat(refused.expected()).isEqualTo(Version.of(5));
        assertThat(refused.actual()).isEqualTo(Version.FIRST);
    }

    @Test
    @DisplayName("[X-05] an update keeps who created the item, names who updated it, and version 1 stays readable")
    void an_update_keeps_the_history() {
        RecordedCommand first = create();
        update(Version.FIRST, 2);
        project(Version.FIRST);
        project(SECOND);
        assertThat(shown().version()).isEqualTo(SECOND);
        assertThat(shown().audit().created().by()).isEqualTo("ada");
        assertThat(shown().audit().updated().by()).isEqualTo("grace");
        assertThat(done(service.getItem(key, Version.FIRST), ADA)).isEqualTo(first);
    }

    @Test
    @DisplayName("[X-06] another update of the same version is a conflict")
    void another_update_of_one_version_is_a_conflict() {
        create();
        update(Version.FIRST, 2);
        assertThat(failure(
                        VersionConflictException.class,
                        service.publishAsync(Command.update(key, Version.FIRST, total(3)))))
                .isNotNull();
    }

    @Test
    @DisplayName("[X-07] content that changes nothing is unchanged, and nothing is written")
    void content_that_changes_nothing_is_unchanged() {
        RecordedCommand first = create();
        dynamo.http.resetCounts();
        assertThat(done(service.publishAsync(Command.update(key, Version.FIRST, total(1))), GRACE))
                .isEqualTo(new Unchanged(first));
        assertThat(dynamo.http.count("PutItem")).isZero();
        assertThat(history()).containsExactly(first);
    }

    @Test
    @DisplayName("[X-08] the content of a stale version is a conflict, not unchanged")
    void the_content_of_a_stale_version_is_a_conflict() {
        create();
        update(Version.FIRST, 2);
        assertThat(failure(
                        VersionConflictException.class,
                        service.publishAsync(Command.update(key, Version.FIRST, total(1)))))
                .isNotNull();
    }

    @Test
    @DisplayName("[X-09] of five writers on one version one is recorded and four conflict")
    void of_five_writers_one_is_recorded() {
        create();
        List<String> ends = Flux.range(10, 5)
                .flatMap(total -> dynamo.coldService()
                        .publishAsync(Command.update(key, Version.FIRST, total(total)), ADA)
                        .map(outcome -> outcome.getClass().getSimpleName())
                        .onErrorResume(VersionConflictException.class, lost -> Mono.just("conflict")))
                .collectList()
                .block(DynamoFixture.CALL_TIMEOUT);
        assertThat(ends).containsExactlyInAnyOrder("Recorded", "conflict", "conflict", "conflict", "conflict");
    }

    @Test
    @DisplayName("[X-10] a synchronous creation shows in the same call, and its way through the pipeline is stale")
    void a_synchronous_creation_shows_at_once() {
        done(service.publishSync(Command.create(key, total(1))), ADA);
        assertThat(commandRow(Version.FIRST)).doesNotContainKeys("status", "syncMode");
        assertThat(dataRow()).containsEntry("version", AttributeValue.fromN("1"));
        assertThat(project(Version.FIRST)).isFalse();
    }

    @Test
    @DisplayName("[X-11] a synchronous update shows who updated the item, when, and by which command")
    void a_synchronous_update_shows_its_audit() {
        done(service.publishSync(Command.create(key, total(1))), ADA);
        done(service.publishSync(Command.update(key, Version.FIRST, total(2))), GRACE);
        assertThat(shown().audit().updated().by()).isEqualTo("grace");
        assertThat(shown().audit().updated().ip()).isEqualTo("192.0.2.2");
        assertThat(shown().audit().updated().at())
                .isAfterOrEqualTo(shown().audit().created().at());
        assertThat(dataRow()).containsEntry("csk", text(key.sort().text() + "#v0000000002"));
    }

    @Test
    @DisplayName("[X-12] a patch of a version that is not there is refused; a patch of the latest is taken")
    void a_patch_names_its_version_or_the_latest() {
        done(service.publishSync(Command.create(key, total(1))), ADA);
        CommandPatch wrong = CommandPatch.of(key, Version.of(5)).set("total", 2);
        assertThat(failure(UnknownVersionException.class, service.publishPartialUpdateSync(wrong)))
                .isNotNull();
        CommandPatch latest = CommandPatch.of(key, ExpectedVersion.of(-1)).set("total", 2);
        done(service.publishPartialUpdateSync(latest), GRACE);
        assertThat(shown().attributes()).isEqualTo(total(2));
    }

    @Test
    @DisplayName("[X-13] a patch of an item that is not there says so")
    void a_patch_of_nothing_says_so() {
        CommandPatch patch = CommandPatch.of(key, ExpectedVersion.latest()).set("total", 2);
        assertThat(failure(ItemNotFoundException.class, service.publishPartialUpdateAsync(patch))
                        .key())
                .isEqualTo(key);
    }

    @Test
    @DisplayName("[X-14] a patch inherits content, and neither the id nor the origin of the command before it")
    void a_patch_inherits_content_and_nothing_else() {
        RecordedCommand first = create();
        project(Version.FIRST);
        CommandPatch patch = CommandPatch.of(key, Version.FIRST).set("note", "x");
        RecordedCommand second =
                done(service.publishPartialUpdateAsync(patch), GRACE).command();
        assertThat(second.content().attributes()).isEqualTo(Attributes.of(Map.of("total", 1, "note", "x")));
        assertThat(second.id()).isEqualTo(patch.id()).isNotEqualTo(first.id());
        assertThat(second.origin()).isEqualTo(GRACE.origin());
        assertThat(commandRow(SECOND).keySet())
                .isEqualTo(commandRow(Version.FIRST).keySet());
    }

    @Test
    @DisplayName("[X-15] a synchronous publish that breaks off leaves both rows or neither, and can be repeated")
    void a_synchronous_publish_that_breaks_off_is_completed_by_another() {
        Command create = Command.create(key, total(1));
        for (Fault fault : List.of(Fault.failBeforeSending(), Fault.loseResponse())) {
            dynamo.http.onEvery("TransactWriteItems", fault);
            assertThat(failure(
                            OutcomeUnknownException.class, dynamo.coldService().publishSync(create)))
                    .isNotNull();
            dynamo.http.heal();
            assertThat(dataRow().isEmpty()).isEqualTo(commandRow(Version.FIRST).isEmpty());
        }
        assertThat(done(service.publishSync(create), ADA)).isInstanceOf(Recorded.class);
        assertThat(history()).hasSize(1);
        assertThat(shown().commandId()).isEqualTo(create.id());

        Command next = Command.update(key, Version.FIRST, total(2));
        dynamo.http.onEvery("TransactWriteItems", Fault.failBeforeSending());
        assertThat(failure(OutcomeUnknownException.class, service.publishSync(next)))
                .isNotNull();
        dynamo.http.heal();
        assertThat(done(service.publishSync(next), ADA)).isInstanceOf(Recorded.class);
        assertThat(shown().version()).isEqualTo(SECOND);
    }

    @Test
    @DisplayName("[X-16] a version does not wait for the one before it")
    void a_version_does_not_wait_for_the_one_before_it() {
        create();
        update(Version.FIRST, 2);
        assertThat(project(SECOND)).isTrue();
        assertThat(project(Version.FIRST)).isFalse();
        assertThat(shown().version()).isEqualTo(SECOND);
    }

    @Test
    @DisplayName("[X-18] a version that comes again after a later one leaves no trace")
    void a_version_that_comes_again_leaves_no_trace() {
        create();
        RecordedCommand second = update(Version.FIRST, 2);
        RecordedCommand third = update(SECOND, 3);
        InMemoryChangeSink sink = new InMemoryChangeSink(SinkName.of("view"));
        assertThat(project(THIRD)).isTrue();
        assertThat(project(SECOND)).isFalse();
        assertThat(shown().attributes()).isEqualTo(total(3));
        assertThat(sink.apply(List.of(third.toChange())).block()).containsExactly(SinkOutcome.applied());
        assertThat(sink.apply(List.of(second.toChange())).block()).containsExactly(SinkOutcome.stale());
        assertThat(sink.read(key).block().version()).isEqualTo(THIRD);
    }

    @Test
    @DisplayName("[X-19] keys with an @ are two items; a key that could be mistaken for a version is refused")
    void keys_with_an_at_sign_never_collide() {
        ItemKey one = ItemKey.of("USER", "acme", key.sort().text() + "@a.com");
        ItemKey other = ItemKey.of("USER", "acme", key.sort().text() + "@b.com");
        publish(Command.create(one, total(1)), ADA);
        publish(Command.create(other, total(2)), ADA);
        assertThat(done(dynamo.coldService().getLatestItem(one), ADA).content().attributes())
                .isEqualTo(total(1));
        assertThatThrownBy(() -> ItemKey.of("USER", "acme", "a#v1"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("marks a version");
    }
}
