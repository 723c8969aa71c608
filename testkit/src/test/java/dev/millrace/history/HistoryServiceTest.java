/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.command.RecordedCommand;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.Origin;
import dev.millrace.context.TenantGuard;
import dev.millrace.data.MisplacedItemException;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.testkit.PassingLog;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HistoryServiceTest {

    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final ItemKey FOREIGN = ItemKey.of("ORDER", "other", "7");
    private static final ItemKey NEIGHBOUR = ItemKey.of("ORDER", "acme", "70");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SEED = 20_261_123;

    private final CountedLog log = new CountedLog();
    private final HistoryService service = HistoryService.over(log, TenantGuard.standard());

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private void append(long version, long createdAt, long seconds, ItemContent content) {
        Audit audit =
                new Audit(new Stamp(at(createdAt), "ada", ""), new Stamp(at(seconds), "u" + version, "192.0.2.1"));
        ItemState state = new ItemState(KEY, Version.of(version), content, audit);
        Origin origin = new Origin("[order]:v" + version, "r-" + version, "");
        log.append(new RecordedCommand(state, CommandId.random(), origin)).block();
    }

    /** Versions 1, 2, 3 … written at these seconds. */
    private void appendAt(long... seconds) {
        for (int i = 0; i < seconds.length; i++) {
            append(i + 1L, seconds[0], seconds[i], ItemContent.of("", note("version " + (i + 1))));
        }
    }

    private static <T> T done(Mono<T> call) {
        return call.contextWrite(CALLER.asContext()).block();
    }

    private static <T> List<T> done(Flux<T> call) {
        return done(call.collectList());
    }

    private static List<Long> numbers(List<RecordedCommand> commands) {
        return commands.stream().map(command -> command.version().value()).toList();
    }

    /** The version at a moment, 0 for none. */
    private long versionAt(long seconds) {
        ItemState state = done(service.asOf(KEY, at(seconds)));
        return state == null ? 0 : state.version().value();
    }

    @Test
    void versions_are_listed_in_the_order_of_their_numbers() {
        appendAt(LongStream.rangeClosed(1, 12).toArray());

        assertThat(numbers(done(service.versions(KEY))))
                .isEqualTo(LongStream.rangeClosed(1, 12).boxed().toList());
        assertThat(numbers(done(service.versions(KEY, Version.of(9), Version.of(11)))))
                .containsExactly(9L, 10L, 11L);
        assertThat(done(service.versions(NEIGHBOUR))).isEmpty();
    }

    @Test
    void a_range_that_ends_before_it_begins_is_refused_at_once() {
        assertThatThrownBy(() -> service.versions(KEY, Version.of(2), Version.FIRST))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("version range");
    }

    @Test
    void a_version_reads_as_it_left_the_item() {
        appendAt(1, 2, 3);

        assertThat(done(service.at(KEY, Version.of(2))).content().attributes()).isEqualTo(note("version 2"));
        assertThat(done(service.at(KEY, Version.of(4)))).isNull();
        assertThat(done(service.at(KEY, Version.NONE))).isNull();
    }

    @Test
    void the_state_at_a_moment_is_that_of_the_newest_version_by_then() {
        appendAt(10, 20, 30);

        assertThat(versionAt(9)).isZero();
        assertThat(versionAt(10)).isEqualTo(1);
        assertThat(versionAt(19)).isEqualTo(1);
        assertThat(versionAt(20)).isEqualTo(2);
        assertThat(versionAt(30)).isEqualTo(3);
        assertThat(versionAt(1_000)).isEqualTo(3);
        assertThat(done(service.asOf(NEIGHBOUR, at(1_000)))).isNull();
    }

    @Test
    void of_versions_written_in_one_millisecond_the_newest_counts() {
        appendAt(10, 20, 20, 20, 30);

        assertThat(versionAt(20)).isEqualTo(4);
        assertThat(versionAt(19)).isEqualTo(1);
    }

    @Test
    void the_state_at_a_moment_may_be_deleted() {
        append(1, 10, 10, ItemContent.of("", note("x")));
        append(2, 10, 20, ItemContent.of("", note("x")).withDeleted(true));
        append(3, 10, 30, ItemContent.of("", note("x")));

        assertThat(done(service.asOf(KEY, at(25))).content().deleted()).isTrue();
    }

    @Test
    void the_search_agrees_with_looking_at_every_version() {
        Random random = new Random(SEED);
        long[] moments = random.longs(100, 0, 150).sorted().toArray();
        appendAt(moments);

        for (long moment = -1; moment <= 151; moment++) {
            long before = moment;
            assertThat(versionAt(moment))
                    .as("at %d", moment)
                    .isEqualTo(LongStream.of(moments)
                            .filter(written -> written <= before)
                            .count());
        }
    }

    @Test
    void where_clocks_disagree_the_answer_was_written_by_the_moment_and_the_version_after_it_was_not() {
        Random random = new Random(SEED);
        long[] moments =
                LongStream.range(0, 100).map(i -> i * 2 + random.nextInt(10)).toArray();
        appendAt(moments);

        for (long moment = -1; moment <= 210; moment++) {
            int version = (int) versionAt(moment);
            assertThat(version == 0 || moments[version - 1] <= moment)
                    .as("by %d", moment)
                    .isTrue();
            assertThat(version == moments.length || moments[version] > moment)
                    .as("not by %d", moment)
                    .isTrue();
        }
    }

    @Test
    void versions_that_have_expired_are_as_if_they_had_never_been() {
        for (long version : new long[] {3, 4, 9, 16, 17, 40}) {
            append(version, 1, version, ItemContent.of("", note("x")));
        }
        Map<Long, Long> expected =
                Map.of(0L, 0L, 2L, 0L, 3L, 3L, 8L, 4L, 9L, 9L, 15L, 9L, 16L, 16L, 39L, 17L, 40L, 40L);

        expected.forEach((moment, version) ->
                assertThat(versionAt(moment)).as("at %d", moment).isEqualTo(version));
    }

    @Test
    void the_state_now_or_before_the_beginning_takes_one_read_and_any_other_few() {
        appendAt(LongStream.rangeClosed(1, 1_000).toArray());
        log.reads = 0;

        versionAt(5_000);
        assertThat(log.reads).as("now").isEqualTo(1);
        versionAt(0);
        assertThat(log.reads).as("before the beginning").isEqualTo(2);
        versionAt(333);
        assertThat(log.reads).as("in between").isBetween(3, 2 + 1 + 10);
    }

    @Test
    void a_revision_tells_who_when_from_where_and_what() {
        append(1, 10, 10, ItemContent.of("name", Attributes.of(Map.of("a", 1, "b", 1))));
        append(2, 10, 20, ItemContent.of("name", Attributes.of(Map.of("a", 2, "c", 1))));
        append(
                3,
                10,
                30,
                ItemContent.of("name", Attributes.of(Map.of("a", 2, "c", 1))).withDeleted(true));

        List<Revision> revisions = done(service.changes(KEY));

        assertThat(revisions).extracting(revision -> revision.version().value()).containsExactly(1L, 2L, 3L);
        assertThat(revisions.get(0).differences().added())
                .containsExactly(AttributePath.of("a"), AttributePath.of("b"));
        assertThat(revisions.get(0).differences().parts()).containsExactly(Differences.Part.NAME);
        assertThat(revisions.get(1).written()).isEqualTo(new Stamp(at(20), "u2", "192.0.2.1"));
        assertThat(revisions.get(1).origin().source()).isEqualTo("[order]:v2");
        assertThat(revisions.get(1).differences())
                .isEqualTo(new Differences(
                        List.of(AttributePath.of("c")),
                        List.of(AttributePath.of("a")),
                        List.of(AttributePath.of("b")),
                        Set.of()));
        assertThat(revisions.get(2).differences().parts()).containsExactly(Differences.Part.DELETED);
        assertThat(revisions.get(2)).hasToString("Revision[ORDER#acme#7 v3]");
    }

    @Test
    void what_a_log_shows_of_another_item_or_version_than_asked_is_refused() {
        appendAt(10, 20, 30);
        log.lie = row -> new RecordedCommand(
                new ItemState(FOREIGN, row.version(), row.content(), row.state().audit()), row.id(), row.origin());
        assertMisplaced(service.versions(KEY));
        assertMisplaced(service.at(KEY, Version.FIRST));
        assertMisplaced(service.asOf(KEY, at(15)));
        assertMisplaced(service.changes(KEY));

        log.lie = row -> new RecordedCommand(
                new ItemState(
                        KEY, row.version().next(), row.content(), row.state().audit()),
                row.id(),
                row.origin());
        assertMisplaced(service.at(KEY, Version.FIRST));
        assertMisplaced(service.versions(KEY, Version.FIRST, Version.FIRST));
        assertMisplaced(service.asOf(KEY, at(15)));
    }

    private static void assertMisplaced(Publisher<?> call) {
        StepVerifier.create(Flux.from(call).contextWrite(CALLER.asContext()).then())
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(MisplacedItemException.class)
                        .hasMessageNotContaining("other"));
    }

    /** Counts its reads, and shows rows otherwise than they are if told so. */
    private static final class CountedLog extends PassingLog {

        private UnaryOperator<RecordedCommand> lie = row -> row;
        private int reads;

        CountedLog() {
            super(new InMemoryCommandLog(new InMemoryDataStore()));
        }

        @Override
        public Mono<RecordedCommand> find(ItemKey key, CommandId id) {
            return counted(log.find(key, id));
        }

        @Override
        public Mono<RecordedCommand> get(ItemKey key, Version version) {
            return counted(log.get(key, version));
        }

        @Override
        public Mono<RecordedCommand> latest(ItemKey key) {
            return counted(log.latest(key));
        }

        @Override
        public Flux<RecordedCommand> list(ItemKey key, Version from, Version to) {
            return log.list(key, from, to).map(row -> lie.apply(row)).doOnSubscribe(read -> reads++);
        }

        private Mono<RecordedCommand> counted(Mono<RecordedCommand> read) {
            return read.map(row -> lie.apply(row)).doOnSubscribe(subscription -> reads++);
        }
    }
}
