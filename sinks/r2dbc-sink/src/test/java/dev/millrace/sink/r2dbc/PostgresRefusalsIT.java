/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.r2dbc;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.deletion;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PartitionKey;
import dev.millrace.item.Version;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.junit.LocalPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the table cannot hold is refused alone, in words that show nothing of it. */
@ExtendWith(LocalPostgres.class)
class PostgresRefusalsIT {

    private static final String CANARY = "canary-4111-1111";

    private static PostgresDatabase database;
    private static R2dbcSink sink;

    private final PartitionKey partition = Samples.freshPartition();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger millrace = (Logger) LoggerFactory.getLogger("dev.millrace");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private static RowProjection things() {
        return RowProjection.into("things")
                .only(key -> key.type().equals("ORDER"))
                .key("tenant", key -> key.tenant().code())
                .key("code", key -> key.sort().text())
                .required("label", ColumnType.text(20), state -> attribute(state, "label", String.class))
                .column("amount", ColumnType.numeric(5, 2), state -> attribute(state, "amount", BigDecimal.class))
                .column("pieces", ColumnType.integer(), state -> whole(attribute(state, "pieces", BigDecimal.class)))
                .column("moment", ColumnType.timestamp(), state -> state.audit()
                        .updated()
                        .at())
                .column("day", ColumnType.date(), state -> LocalDate.of(2026, 11, 23))
                .required("token", ColumnType.uuid(), state -> new UUID(1, 2))
                .required("open", ColumnType.bool(), state -> true)
                .column("bytes", ColumnType.binary(), state -> attribute(state, "bytes", Binary.class))
                .column("rest", ColumnType.json(), state -> state.content().attributes())
                .build();
    }

    private static <T> T attribute(ItemState state, String name, Class<T> kind) {
        return kind.cast(state.content().attributes().asMap().get(name));
    }

    private static Long whole(BigDecimal number) {
        return number == null ? null : number.longValueExact();
    }

    @BeforeAll
    static void open(PostgresLocal engine) {
        database = PostgresDatabase.fresh(engine);
        sink = database.sink(things());
        database.execute("alter table things add constraint no_odd_label check (label <> '%s')".formatted(CANARY));
    }

    @AfterAll
    static void close() {
        database.close();
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
        assertThat(lines.list).noneMatch(line -> line.getFormattedMessage().contains(CANARY));
    }

    private ItemKey key(String sort) {
        return Samples.key(partition, sort);
    }

    private static Attributes thing(String name, Object value) {
        Map<String, Object> values = new HashMap<>(Map.of("label", "fine", "amount", 12.5, "pieces", 3));
        values.put(name, value);
        return Attributes.of(values);
    }

    private static List<SinkOutcome> apply(List<ChangeRecord> changes) {
        return sink.apply(changes).block(PostgresDatabase.PATIENCE);
    }

    private static String whole(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private String rows() {
        return database.query(
                        "select count(*) from things where tenant = ? and not deleted",
                        partition.tenant().code())
                .orElseThrow();
    }

    static Stream<Arguments> misfits() {
        String nul = CANARY + "\u0000";
        return Stream.of(
                Arguments.of("a broken constraint", thing("label", CANARY), "SQLSTATE 23514"),
                Arguments.of("a text that is too long", thing("label", CANARY + CANARY), "SQLSTATE 22001"),
                Arguments.of("a number that is too large", thing("amount", 1000), "SQLSTATE 22003"),
                Arguments.of("a number that would be rounded", thing("amount", 1.005), "at most 2 digits"),
                Arguments.of("a NUL in a text", thing("label", nul), "SQLSTATE 22021"),
                Arguments.of("a NUL in JSON", thing("other", nul), "SQLSTATE 22P05"),
                Arguments.of("a missing value", thing("label", null), "column label must have a value"),
                Arguments.of("a projection that throws", thing("amount", CANARY), "ClassCastException"),
                Arguments.of("a fraction", thing("pieces", 1.5), "ArithmeticException"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfits")
    void is_refused_alone_and_the_99_others_are_applied(String name, Attributes misfit, String reason) {
        List<ChangeRecord> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            batch.add(change(key("k" + i), 1, i == 57 ? misfit : thing("label", "fine")));
        }

        List<SinkOutcome> outcomes = apply(batch);

        assertThat(outcomes.get(57)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.cause()).hasMessageContaining(reason).hasMessageNotContaining(CANARY);
            assertThat(whole(refused.cause())).doesNotContain(CANARY);
        });
        assertThat(outcomes)
                .filteredOn(outcome -> outcome == SinkOutcome.applied())
                .hasSize(99);
        assertThat(rows()).isEqualTo("99");
    }

    @Test
    void the_test_would_notice() {
        millrace.trace("saw {}", CANARY);
        assertThat(lines.list).anyMatch(line -> line.getFormattedMessage().contains(CANARY));
        lines.list.clear();
        assertThat(whole(new IllegalStateException("no", new IllegalArgumentException(CANARY))))
                .contains(CANARY);
    }

    @Test
    void a_batch_of_nothing_but_misfits_ends() {
        List<ChangeRecord> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(change(key("k" + i), 1, thing("label", CANARY)));
        }

        assertThat(apply(batch)).hasSize(20).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOf(Refused.class));
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void when_the_newest_version_in_a_batch_is_refused_the_one_before_takes_its_place() {
        List<SinkOutcome> outcomes = apply(List.of(
                change(key("A"), 1, thing("label", "one")),
                change(key("A"), 3, thing("label", CANARY)),
                change(key("A"), 2, thing("label", "two"))));

        assertThat(outcomes.get(0)).isEqualTo(SinkOutcome.stale());
        assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
        assertThat(outcomes.get(2)).isEqualTo(SinkOutcome.applied());
        assertThat(sink.appliedVersion(key("A")).block(PostgresDatabase.PATIENCE))
                .isEqualTo(Version.of(2));
    }

    @Test
    void a_declared_table_holds_typed_values() {
        Attributes thing = thing("bytes", new byte[] {0, 1, -1, '\\'});
        apply(List.of(change(key("A"), 1, thing)));

        assertThat(database.query(
                        "select label || '|' || amount || '|' || pieces || '|' || day || '|' || token || '|' || open"
                                + " || '|' || encode(bytes, 'hex') || '|' || (moment = ?::timestamptz) from things where tenant = ?",
                        Instant.parse("2026-02-03T04:05:06.789Z").toString(),
                        partition.tenant().code()))
                .hasValue("fine|12.50|3|2026-11-23|00000000-0000-0001-0000-000000000002|true|0001ff5c|true");
    }

    @Test
    void the_row_of_a_deleted_item_says_no_more_than_its_version() {
        apply(List.of(change(key("A"), 1, thing("label", "fine"))));
        assertThat(apply(List.of(deletion(key("A"), 2)))).containsExactly(SinkOutcome.applied());

        assertThat(database.query(
                        "select version || '|' || deleted || '|' || label || '|' || (amount is null) || '|'"
                                + " || (rest is null) || '|' || open from things where tenant = ?",
                        partition.tenant().code()))
                .hasValue("2|true||true|true|false");
        assertThat(apply(List.of(change(key("A"), 1, thing("label", "late"))))).containsExactly(SinkOutcome.stale());
    }

    @Test
    void items_that_the_table_does_not_hold_are_stale() {
        ItemKey invoice = ItemKey.of("INVOICE", partition.tenant().code(), "A");

        assertThat(apply(List.of(change(invoice, 1, note("x")), change(key("B"), 1, thing("label", "b")))))
                .containsExactly(SinkOutcome.stale(), SinkOutcome.applied());
        assertThat(rows()).isEqualTo("1");
    }
}
