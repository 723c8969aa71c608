/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class StreamBridgeTest {

    private static final ShardId SHARD = ShardId.of("shard-1");
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final BridgeOptions OPTIONS =
            BridgeOptions.defaults().withRestartPauses(PAUSE, PAUSE.multipliedBy(4));

    private final List<String> history = new ArrayList<>();
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final OneShard source = new OneShard();
    private VirtualTimeScheduler time;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letTheClockRun() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void nothing_happens_before_subscription() {
        bridge(change -> Mono.empty()).runUntil(stop.asMono());
        assertThat(history).isEmpty();
    }

    @Test
    void a_stop_drains_saves_closes_and_completes() {
        StepVerifier.create(bridge(change -> Mono.empty()).runUntil(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .verifyComplete();
        assertThat(history).containsExactly("open", "read from 1", "saved 3", "close");
    }

    @Test
    void a_failed_publication_closes_everything_and_begins_again_at_the_last_checkpoint() {
        Sinks.Empty<Void> third = Sinks.empty();
        bridge(change -> change.version().value() == 3 && source.reads == 1 ? third.asMono() : Mono.empty())
                .runUntil(stop.asMono())
                .subscribe();
        time.advanceTimeBy(OPTIONS.checkpointInterval());
        third.tryEmitError(new PublishingFailedException("broker gone", null));
        assertThat(history).containsExactly("open", "read from 1", "saved 2", "close");

        time.advanceTimeBy(PAUSE);
        time.advanceTimeBy(OPTIONS.checkpointInterval());
        assertThat(history)
                .containsExactly("open", "read from 1", "saved 2", "close", "open", "read from 3", "saved 3");
    }

    @Test
    void pauses_grow_while_there_is_no_progress_and_shrink_after_some() {
        List<Duration> pauses = new ArrayList<>();
        BridgeListener listener = new BridgeListener() {
            @Override
            public void restarting(Throwable cause, Duration pause) {
                pauses.add(pause);
            }
        };
        // The first three attempts publish nothing; the fourth publishes and saves, and fails then.
        bridge(change -> source.reads == 4 ? publishThenFail(change) : failure(), listener)
                .runUntil(stop.asMono())
                .subscribe();

        time.advanceTimeBy(Duration.ofSeconds(1 + 2 + 4 + 3));
        assertThat(pauses)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    @Test
    void a_stop_during_a_pause_completes_without_opening_anything_again() {
        StepVerifier.create(bridge(change -> failure()).runUntil(stop.asMono()))
                .then(() -> assertThat(history).containsExactly("open", "read from 1", "close"))
                .then(stop::tryEmitEmpty)
                .verifyComplete();
        assertThat(history).containsExactly("open", "read from 1", "close");
    }

    @Test
    void what_no_restart_mends_ends_the_bridge() {
        source.failure = new StoreMisconfiguredException("no stream", null);
        StepVerifier.create(bridge(change -> Mono.empty()).runUntil(stop.asMono()))
                .verifyError(StoreMisconfiguredException.class);
        assertThat(history).containsExactly("open", "close");
    }

    @Test
    void a_stop_that_does_not_drain_in_time_becomes_a_cancellation() {
        StepVerifier.create(bridge(change -> Mono.never()).runUntil(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .then(() -> time.advanceTimeBy(OPTIONS.drainTimeout().minusMillis(1)))
                .then(() -> assertThat(history).doesNotContain("close"))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .verifyComplete();
        assertThat(history).containsExactly("open", "read from 1", "close");
    }

    @Test
    void a_cancelled_bridge_closes_and_can_run_again() {
        StreamBridge bridge = bridge(change -> Mono.empty());
        bridge.runUntil(stop.asMono()).subscribe().dispose();
        assertThat(history).containsExactly("open", "read from 1", "close");

        bridge.runUntil(stop.asMono()).subscribe();
        assertThat(history).endsWith("open", "read from 1");
    }

    @Test
    void a_listener_that_throws_does_no_harm() {
        BridgeListener broken = new BridgeListener() {
            @Override
            public void changePublished(ShardId shard, ChangeRecord change) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void checkpointSaved(ShardId shard, SequenceNumber upTo) {
                throw new IllegalStateException("broken");
            }
        };
        StepVerifier.create(bridge(change -> Mono.empty(), broken).runUntil(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .verifyComplete();
        assertThat(history).contains("saved 3");
    }

    private Mono<Void> publishThenFail(ChangeRecord change) {
        return change.version().value() < 3
                ? Mono.empty()
                : Mono.delay(OPTIONS.checkpointInterval().plusMillis(1)).then(failure());
    }

    private static Mono<Void> failure() {
        return Mono.error(new PublishingFailedException("broker gone", null));
    }

    private StreamBridge bridge(Function<ChangeRecord, Mono<Void>> publish) {
        return bridge(publish, BridgeListener.none());
    }

    private StreamBridge bridge(Function<ChangeRecord, Mono<Void>> publish, BridgeListener listener) {
        return StreamBridge.of(source, maxInFlight -> open(publish), new MapTable(), OPTIONS, listener);
    }

    private Mono<ChangePublisher> open(Function<ChangeRecord, Mono<Void>> publish) {
        return Mono.fromSupplier(() -> {
            history.add("open");
            return new ScriptedPublisher(publish);
        });
    }

    private final class ScriptedPublisher implements ChangePublisher {

        private final Function<ChangeRecord, Mono<Void>> publish;

        private ScriptedPublisher(Function<ChangeRecord, Mono<Void>> publish) {
            this.publish = publish;
        }

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return publish.apply(change);
        }

        @Override
        public Mono<Void> setAside(DeadLetter letter) {
            return Mono.error(new AssertionError("nothing to set aside"));
        }

        @Override
        public Mono<Void> close() {
            return Mono.fromRunnable(() -> history.add("close"));
        }
    }

    /** One shard with three changes, which stays open. */
    private final class OneShard implements StreamSource {

        private static final int CHANGES = 3;

        private int reads;
        private int saved;
        private RuntimeException failure;

        @Override
        public Flux<ShardFeed> shards(Mono<?> stop) {
            return Flux.defer(() -> failure == null ? open(stop) : Flux.error(failure));
        }

        private Flux<ShardFeed> open(Mono<?> stop) {
            history.add("read from " + (saved + 1));
            reads++;
            Flux<StreamRecord> records = Flux.range(saved + 1, CHANGES - saved)
                    .<StreamRecord>map(Changes::changed)
                    .concatWith(Flux.never())
                    .takeUntilOther(stop);
            return Flux.just(new ShardFeed(SHARD, records, this::save)).concatWith(stop.then(Mono.empty()));
        }

        private Mono<Void> save(SequenceNumber upTo) {
            return Mono.fromRunnable(() -> {
                saved = Integer.parseInt(upTo.text());
                history.add("saved " + saved);
            });
        }

        @Override
        public int maxShards() {
            return 1;
        }
    }
}
