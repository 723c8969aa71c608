/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.Changes.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.ShardHealth.State;
import dev.millrace.bridge.StreamRecord.CaughtUp;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.bridge.StreamRecord.Trimmed;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a bridge knows and tells of itself, on a clock that stands until it is moved. */
class BridgeHealthTest {

    private static final ShardId SHARD = ShardId.of("shard-1");
    private static final Duration PATIENCE = WatchOptions.defaults().stuckAfter();

    private final List<String> events = new ArrayList<>();
    private final List<Instant> notes = new ArrayList<>();
    private final List<SequenceNumber> saved = new ArrayList<>();
    private final List<Long> published = new ArrayList<>();
    private final MapTable table = new MapTable();
    private final Sinks.Empty<Void> acknowledgement = Sinks.empty();
    private boolean acknowledges = true;
    private ItemKey unanswered;
    private SequenceNumber repairedUpTo;
    private TestPublisher<StreamRecord> feed;
    private int starts;
    private VirtualTimeScheduler time;
    private StreamBridge bridge;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        bridge = StreamBridge.of(
                new OneShard(),
                maxInFlight -> Mono.just(new Topic()),
                table,
                BridgeOptions.defaults().withOrder(OrderOptions.defaults().withLookBack(Duration.ZERO)),
                new Listener(),
                new MovedClock());
        bridge.runUntil(Mono.never()).subscribe();
    }

    @AfterEach
    void letTheClockRun() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void a_shard_that_flows_is_up_and_its_lag_is_the_age_of_what_is_not_carried() {
        next(1, now());
        time.advanceTimeBy(Duration.ofSeconds(30));
        acknowledges = false;
        next(2, now());
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(bridge.health().isUp()).isTrue();
        ShardHealth shard = shard();
        assertThat(shard.inFlight()).isEqualTo(1);
        assertThat(shard.saved()).isEqualTo(place(1));
        assertThat(shard.lag()).as("1 was recorded 35 s ago").isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void an_idle_shard_has_no_lag_however_old_its_last_change_is() {
        next(1, now());
        time.advanceTimeBy(Duration.ofHours(20));
        assertThat(shard().lag()).isZero();
        feed.next(new CaughtUp(now()));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(shard().lag()).isEqualTo(Duration.ofSeconds(1));
        assertThat(bridge.health().isUp()).isTrue();
    }

    @Test
    void each_alarm_is_raised_once_while_the_age_grows() {
        acknowledges = false;
        next(1, now().minus(Duration.ofHours(13)));
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(events).containsExactly("alarm PT12H");
        assertThat(shard().state()).isEqualTo(State.AT_RISK);
        assertThat(bridge.health().isUp()).isFalse();
        next(2, now());
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(events).containsExactly("alarm PT12H");
    }

    @Test
    void a_shard_without_progress_begins_again_once_and_stays_reported() {
        acknowledges = false;
        next(1, now());
        time.advanceTimeBy(PATIENCE.plusSeconds(10));
        assertThat(events).containsExactly("stuck", "restarting");
        assertThat(bridge.health().isUp()).isFalse();

        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(starts).isEqualTo(2);
        next(1, now());
        time.advanceTimeBy(PATIENCE.multipliedBy(3));
        assertThat(starts).as("what one restart does not mend, two will not").isEqualTo(2);
        assertThat(shard().state()).isEqualTo(State.STUCK);
        assertThat(bridge.health().isUp()).isFalse();
    }

    @Test
    void a_source_that_used_to_say_that_it_had_caught_up_and_falls_silent_is_stuck() {
        feed.next(new CaughtUp(now()));
        time.advanceTimeBy(PATIENCE.plusSeconds(20));
        assertThat(events).startsWith("stuck");
    }

    @Test
    void a_loss_is_repaired_from_the_command_table_before_any_later_place_is_saved() {
        acknowledges = false;
        table.put(Changes.change("order-1", 1, now()));
        feed.next(new Trimmed(Instant.EPOCH));
        next(2, now());
        time.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(shard().state()).isEqualTo(State.REPAIRING);
        assertThat(bridge.health().isUp()).isFalse();
        assertThat(saved).isEmpty();

        acknowledgement.tryEmitEmpty();
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(published).containsExactly(1L, 2L);
        assertThat(saved).containsExactly(place(2));
        assertThat(events).containsExactly("trimmed", "repaired");
        assertThat(shard().state()).isEqualTo(State.FLOWING);
    }

    @Test
    void a_repair_goes_on_after_a_restart_where_it_was_noted() {
        List<ChangeRecord> rows = IntStream.rangeClosed(1, 40)
                .mapToObj(item -> Changes.change("order-" + item, 1, now()))
                .sorted(Comparator.comparing(row -> MapTable.partOf(row.key())))
                .toList();
        rows.forEach(table::put);
        unanswered = rows.get(15).key();
        feed.next(new Trimmed(Instant.EPOCH));
        time.advanceTimeBy(Duration.ofSeconds(10));
        int scans = table.scans();

        unanswered = null;
        published.clear();
        feed.error(new StoreUnavailableException("the worker fails", null));
        time.advanceTimeBy(Duration.ofSeconds(1));
        feed.next(new Trimmed(Instant.EPOCH));
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(events).containsExactly("trimmed", "restarting", "trimmed", "repaired");
        int carried = MapTable.partOf(rows.get(15).key());
        assertThat(published).hasSize((int) rows.stream()
                .filter(row -> MapTable.partOf(row.key()) >= carried)
                .count());
        assertThat(table.scans() - scans).as("parts left").isEqualTo(CommandTable.PARTS - carried);
    }

    @Test
    void what_a_stream_holds_after_a_loss_waits_for_the_repair() {
        acknowledges = false;
        table.put(Changes.change("order-1", 1, now()));
        feed.next(new Trimmed(Instant.EPOCH));
        next(2, now());
        assertThat(published).containsExactly(1L);
        acknowledgement.tryEmitEmpty();
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(published).containsExactly(1L, 2L);
    }

    @Test
    void it_is_noted_up_to_when_a_shard_is_carried_once_anything_is() {
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(notes).isEmpty();
        Instant recorded = now();
        next(1, recorded);
        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(notes).isNotEmpty().allMatch(recorded.minus(Duration.ofMinutes(1))::equals);
    }

    private void next(int version, Instant recordedAt) {
        feed.next(new Changed(place(version), Changes.BYTES, Changes.change("order-1", version, recordedAt)));
    }

    private ShardHealth shard() {
        return bridge.health().shards().stream()
                .filter(shard -> shard.shard().equals(SHARD))
                .findFirst()
                .orElseThrow();
    }

    private Instant now() {
        return new MovedClock().instant();
    }

    private final class MovedClock extends Clock {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)).plus(Duration.ofDays(1_000));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final class OneShard implements StreamSource {

        @Override
        public Flux<ShardFeed> shards(Mono<?> stop) {
            return Flux.defer(() -> {
                starts++;
                feed = TestPublisher.create();
                return Flux.just(new ShardFeed(SHARD, feed.flux(), new Places()))
                        .concatWith(Flux.never());
            });
        }

        @Override
        public int maxShards() {
            return 1;
        }
    }

    private final class Places implements Checkpointer {

        @Override
        public Mono<Void> save(SequenceNumber upTo) {
            return Mono.fromRunnable(() -> saved.add(upTo));
        }

        @Override
        public Mono<Void> note(Instant carriedUpTo) {
            return Mono.fromRunnable(() -> notes.add(carriedUpTo));
        }

        @Override
        public Mono<Void> noteRepair(SequenceNumber upTo) {
            return Mono.fromRunnable(() -> repairedUpTo = upTo);
        }

        @Override
        public Mono<SequenceNumber> repairedUpTo() {
            return Mono.justOrEmpty(repairedUpTo);
        }
    }

    private final class Topic implements ChangePublisher {

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return Mono.defer(() -> {
                published.add(change.version().value());
                boolean answers = acknowledges && !change.key().equals(unanswered);
                return answers ? Mono.empty() : acknowledgement.asMono();
            });
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return Mono.error(new AssertionError("nothing to set aside"));
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    private final class Listener implements BridgeListener {

        @Override
        public void retentionAlarm(ShardId shard, Duration age, Duration alarm) {
            events.add("alarm " + alarm);
        }

        @Override
        public void stuck(ShardId shard, Duration silence) {
            events.add("stuck");
        }

        @Override
        public void restarting(Throwable cause, Duration pause) {
            events.add("restarting");
        }

        @Override
        public void dataTrimmed(ShardId shard, Instant since) {
            events.add("trimmed");
        }

        @Override
        public void repaired(ShardId shard, Instant since) {
            events.add("repaired");
        }
    }
}
