/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.history.HistoryService;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The history of an item with 120 versions, one written every second, and none of them in the data table. */
@ExtendWith(LocalDynamoDb.class)
class HistoryServiceIT {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int VERSIONS = 120;

    private static DynamoFixture dynamo;

    private final HistoryService history = dynamo.module.historyService();

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
        Flux.range(1, VERSIONS)
                .concatMap(HistoryServiceIT::publish)
                .blockLast(DynamoFixture.CALL_TIMEOUT.multipliedBy(6));
    }

    private static Mono<?> publish(int version) {
        Clock clock = Clock.fixed(START.plusSeconds(version), ZoneOffset.UTC);
        CommandService service =
                dynamo.module.commandService(CommandOptions.defaults().withClock(clock));
        Attributes attributes = Attributes.of(Map.of("version", version, "half", version / 2));
        return service.publishAsync(Command.put(KEY, attributes), CALLER);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @BeforeEach
    void resetCounts() {
        dynamo.http.resetCounts();
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block(DynamoFixture.CALL_TIMEOUT);
    }

    private ItemState at(double seconds) {
        return done(history.asOf(KEY, START.plusMillis((long) (seconds * 1000))));
    }

    @Test
    void versions_come_in_order_ten_after_nine_and_a_hundred_after_ninety_nine() {
        List<Long> versions = done(
                history.versions(KEY).map(command -> command.version().value()).collectList());
        assertThat(versions)
                .isEqualTo(LongStream.rangeClosed(1, VERSIONS).boxed().toList());

        assertThat(done(history.versions(KEY, Version.of(9), Version.of(10)).collectList()))
                .extracting(command -> command.version().value())
                .containsExactly(9L, 10L);
    }

    @Test
    void the_state_at_a_version_is_one_read() {
        assertThat(done(history.at(KEY, Version.of(77))).content().attributes().number("version"))
                .isEqualByComparingTo("77");
        assertThat(dynamo.http.count("GetItem")).isEqualTo(1);
        assertThat(dynamo.http.count()).isEqualTo(1);
    }

    @Test
    void the_state_at_a_moment_is_found_without_reading_every_version() {
        assertThat(at(41.5).version()).isEqualTo(Version.of(41));
        assertThat(dynamo.http.count("Query")).isEqualTo(1);
        assertThat(dynamo.http.count("GetItem")).isLessThanOrEqualTo(7);
    }

    @Test
    void every_moment_shows_the_version_of_its_second() {
        for (int second : new int[] {1, 2, 59, 60, 61, 99, 100, 119, 120}) {
            assertThat(at(second).version()).as("at second %d", second).isEqualTo(Version.of(second));
            assertThat(at(second + 0.999).version()).as("just before the next").isEqualTo(Version.of(second));
        }
        assertThat(at(0.999)).isNull();
        assertThat(at(100_000).version()).isEqualTo(Version.of(VERSIONS));
    }

    @Test
    void changes_name_what_each_version_changed() {
        List<String> changed = done(history.changes(KEY)
                .take(3)
                .map(revision -> revision.differences().added() + " "
                        + revision.differences().changed())
                .collectList());
        assertThat(changed).containsExactly("[/half, /version] []", "[] [/half, /version]", "[] [/version]");
    }
}
