/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.Changes.change;
import static dev.millrace.bridge.Changes.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.change.ChangeRecord;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.dynamodb.UndecodableRowException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a shard makes of records that come twice, late, in the wrong order or not at all. */
class ShardOrderTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<String> topic = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> aside = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final RecordingCheckpointer checkpointer = new RecordingCheckpointer();
    private final TestPublisher<StreamRecord> feed = TestPublisher.create();
    private final MapTable rows = new MapTable();
    private CommandTable table = rows;
    private OrderOptions options = OrderOptions.defaults();
    private SeenVersions seen = new SeenVersions(1 << 20);
    private Mono<Void> acknowledgement = Mono.empty();
    private VirtualTimeScheduler time;
    private int places;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letTheClockRun() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void a_version_that_came_before_is_dropped_and_its_place_is_passed() {
        carry();
        streams("a1", "a2", "a1", "a2", "a3");
        assertThat(topic).containsExactly("a1", "a2", "a3");
        assertThat(events).containsExactly("repeat a1", "repeat a2");
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).containsExactly(place(5));
    }

    @Test
    void a_gap_is_filled_from_the_command_table_before_what_follows_it() {
        recorded("a", 5);
        carry();
        streams("a1", "a4", "a5");
        assertThat(topic).containsExactly("a1", "a2", "a3", "a4", "a5");
        assertThat(events).containsExactly("healed a2-3");
    }

    @Test
    void the_records_that_belong_into_a_gap_are_dropped_when_they_come_at_last() {
        recorded("a", 4);
        carry();
        streams("a1", "a4", "a3", "a2");
        assertThat(topic).containsExactly("a1", "a2", "a3", "a4");
    }

    @Test
    void while_an_item_is_healed_its_later_versions_wait_and_other_items_flow_on() {
        Sinks.Empty<Void> read = Sinks.empty();
        recorded("a", 6);
        rows.slowedBy(read.asMono());
        carry();
        streams("a1", "a3", "a4", "a6", "b1", "b2");
        assertThat(topic).containsExactly("a1", "b1", "b2");
        time.advanceTimeBy(INTERVAL);
        assertThat(checkpointer.saved).as("the place before the gap").containsExactly(place(1));

        read.tryEmitEmpty();
        time.advanceTimeBy(INTERVAL);
        assertThat(topic).containsExactly("a1", "b1", "b2", "a2", "a3", "a4", "a5", "a6");
        assertThat(checkpointer.saved).containsExactly(place(1), place(6));
    }

    @Test
    void what_waits_for_a_healing_needs_no_stack_however_much_it_is() {
        Sinks.Empty<Void> read = Sinks.empty();
        recorded("a", 3_000);
        rows.slowedBy(read.asMono());
        carry();
        streams("a1");
        LongStream.rangeClosed(3, 3_000).forEach(version -> streams("a" + version));
        read.tryEmitEmpty();
        time.advanceTimeBy(INTERVAL);
        assertThat(topic).hasSize(3_000).startsWith("a1", "a2", "a3", "a4").endsWith("a3000");
    }

    @Test
    void no_more_items_are_healed_at_once_than_allowed() {
        Sinks.Empty<Void> read = Sinks.empty();
        options = options.withMaxHealing(2);
        rows.slowedBy(read.asMono());
        for (String item : List.of("a", "b", "c")) {
            recorded(item, 3);
        }
        carry();
        streams("a1", "b1", "c1", "a3", "b3", "c3");
        assertThat(rows.reads()).isEqualTo(2);

        read.tryEmitEmpty();
        time.advanceTimeBy(INTERVAL);
        assertThat(topic).contains("c2", "c3").hasSize(9);
    }

    @Test
    void a_version_that_is_nowhere_is_passed_by_with_an_event() {
        rows.put(change("a", 3));
        carry();
        streams("a1", "a4");
        assertThat(topic).containsExactly("a1", "a3", "a4");
        assertThat(events).containsExactly("missing a2", "healed a2-3");
    }

    @Test
    void a_row_in_a_gap_that_cannot_be_read_is_set_aside() {
        table = new Unreadable();
        carry();
        streams("a1", "a3");
        assertThat(topic).containsExactly("a1", "a3");
        assertThat(aside).singleElement().satisfies(letter -> {
            assertThat(letter.sortKey()).isEqualTo("a#v0000000002");
            assertThat(letter.at()).isEqualTo(place(2));
        });
    }

    @Test
    void a_table_that_does_not_answer_is_asked_until_it_does() {
        recorded("a", 3);
        FailingTwice failing = new FailingTwice();
        table = failing;
        carry();
        streams("a1", "a3");
        assertThat(topic).containsExactly("a1");
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(topic).containsExactly("a1", "a2", "a3");
        assertThat(failing.calls).isEqualTo(3);
    }

    @Test
    void the_first_version_of_an_item_needs_no_read() {
        carry();
        streams("a1", "a2", "b1", "c1");
        assertThat(rows.reads()).isZero();
    }

    @Test
    void an_item_met_at_a_later_version_is_preceded_by_what_was_recorded_shortly_before() {
        rows.put(Changes.change("a", 1, Instant.ofEpochSecond(100)));
        rows.put(Changes.change("a", 2, Instant.ofEpochSecond(196)));
        rows.put(Changes.change("a", 3, Instant.ofEpochSecond(199)));
        carry();
        next(Changes.change("a", 4, Instant.ofEpochSecond(200)));
        assertThat(topic).as("1 is older than the look-back of 5 s").containsExactly("a2", "a3", "a4");
    }

    @Test
    void an_item_met_at_a_later_version_costs_one_read_if_its_predecessor_is_old() {
        rows.put(Changes.change("a", 3, Instant.ofEpochSecond(100)));
        carry();
        next(Changes.change("a", 4, Instant.ofEpochSecond(200)));
        next(Changes.change("a", 5, Instant.ofEpochSecond(200)));
        assertThat(topic).containsExactly("a4", "a5");
        assertThat(rows.reads()).isEqualTo(1);
    }

    @Test
    void a_look_back_of_zero_believes_the_stream_and_reads_nothing_but_gaps() {
        options = options.withLookBack(Duration.ZERO);
        recorded("a", 6);
        carry();
        streams("a4", "a6");
        assertThat(topic).containsExactly("a4", "a5", "a6");
        assertThat(rows.reads()).isEqualTo(1);
    }

    @Test
    void a_version_from_before_what_was_believed_is_published_late_rather_than_lost() {
        options = options.withLookBack(Duration.ZERO);
        carry();
        streams("a4", "a3", "a4");
        assertThat(topic).containsExactly("a4", "a3");
        assertThat(events).containsExactly("late a3", "repeat a4");
    }

    @Test
    void a_reader_that_begins_anew_goes_on_after_what_was_acknowledged_without_a_read() {
        Disposable first = carry();
        streams("a1", "a2");
        first.dispose();
        carry();
        streams("a2", "a3");
        assertThat(topic).containsExactly("a1", "a2", "a3");
        assertThat(rows.reads()).isZero();
    }

    @Test
    void a_reader_that_begins_anew_publishes_again_what_was_sent_and_not_acknowledged() {
        acknowledgement = Mono.never();
        Disposable first = carry();
        streams("a1", "a2");
        first.dispose();
        acknowledgement = Mono.empty();
        carry();
        streams("a1", "a2");
        assertThat(topic).containsExactly("a1", "a2", "a1", "a2");
    }

    @Test
    void what_another_reader_has_in_flight_is_no_reason_to_drop_a_record() {
        acknowledgement = Mono.never();
        carry();
        streams("a1");
        carry();
        streams("a1");
        assertThat(topic).as("the other one may still fail").containsExactly("a1", "a1");
    }

    @Test
    void an_item_that_was_forgotten_is_met_for_the_first_time_again() {
        seen = new SeenVersions(1);
        recorded("a", 3);
        carry();
        streams("a1", "a2", "a3");
        assertThat(topic.stream().distinct()).containsExactly("a1", "a2", "a3");
        assertThat(rows.reads()).isPositive();
    }

    @Test
    void an_item_that_was_created_again_after_it_had_expired_is_carried_from_its_first_version_on() {
        Instant later = Instant.EPOCH.plus(Duration.ofDays(90));
        carry();
        streams("a1", "a2", "a3");

        next(change("a", 1, later, later));
        next(change("a", 2, later, later));
        next(change("a", 2, later, later));

        assertThat(topic).containsExactly("a1", "a2", "a3", "a1", "a2");
        assertThat(events).containsExactly("repeat a2");
    }

    @Test
    void what_comes_late_of_an_item_that_had_expired_does_not_hide_the_one_that_was_created_again() {
        Instant later = Instant.EPOCH.plus(Duration.ofDays(90));
        carry();
        streams("a1", "a2", "a3");
        next(change("a", 1, later, later));

        streams("a3");
        next(change("a", 2, later, later));

        assertThat(topic).containsExactly("a1", "a2", "a3", "a1", "a3", "a2");
    }

    private Disposable carry() {
        BridgeEvents told = new BridgeEvents(new Listener());
        BridgeOptions bridge = BridgeOptions.defaults().withOrder(options);
        WorkerMemory memory = new WorkerMemory(
                seen, new Healing(table, options, told), new Progress(Clock.systemUTC(), bridge.watch()));
        Repair none = new Repair(table, bridge.repair(), told, Clock.systemUTC(), unused -> Flux.empty());
        return new ShardPipeline(new Topic(), bridge, memory, none, told)
                .carry(new ShardFeed(ShardId.of("shard-1"), feed.flux(), checkpointer))
                .subscribe();
    }

    private void recorded(String item, int versions) {
        LongStream.rangeClosed(1, versions).forEach(version -> rows.put(change(item, version)));
    }

    private void streams(String... versions) {
        for (String version : versions) {
            next(change(version.substring(0, 1), Long.parseLong(version.substring(1))));
        }
    }

    private void next(ChangeRecord change) {
        feed.next(new Changed(place(++places), Changes.BYTES, change));
    }

    private static String name(ChangeRecord change) {
        return change.key().sort().text() + change.version();
    }

    private final class Topic implements ChangePublisher {

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return Mono.defer(() -> {
                topic.add(name(change));
                return acknowledgement;
            });
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return Mono.fromRunnable(() -> aside.add(letter));
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    private final class Listener implements BridgeListener {

        @Override
        public void repeatDropped(ShardId shard, ChangeRecord change) {
            events.add("repeat " + name(change));
        }

        @Override
        public void cameLate(ShardId shard, ChangeRecord change) {
            events.add("late " + name(change));
        }

        @Override
        public void gapHealed(ShardId shard, ItemKey key, Version from, Version to) {
            events.add("healed %s%s-%s".formatted(key.sort(), from, to));
        }

        @Override
        public void versionMissing(ShardId shard, ItemKey key, Version version) {
            events.add("missing " + key.sort() + version);
        }
    }

    /** Answers each read as a row does that this library has not written. */
    private static final class Unreadable implements CommandTable {

        @Override
        public Mono<ChangeRecord> get(ItemKey key, Version version) {
            return Mono.fromSupplier(() -> CommandImages.toChange(Map.of("pk", AttributeValue.fromS("?"))))
                    .doOnError(cause -> assertThat(cause).isInstanceOf(UndecodableRowException.class));
        }

        @Override
        public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
            return Flux.error(new AssertionError("no repair is due"));
        }
    }

    private final class FailingTwice implements CommandTable {

        private int calls;

        @Override
        public Mono<ChangeRecord> get(ItemKey key, Version version) {
            return Mono.defer(() -> ++calls < 3
                    ? Mono.error(new StoreUnavailableException("throttled", null))
                    : rows.get(key, version));
        }

        @Override
        public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
            return Flux.error(new AssertionError("no repair is due"));
        }
    }
}
