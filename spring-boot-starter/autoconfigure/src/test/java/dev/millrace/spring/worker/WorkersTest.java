/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.ItemKey;
import dev.millrace.spring.worker.WorkerStatus.State;
import dev.millrace.testkit.Samples;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class WorkersTest {

    private final Sinks.Empty<Void> drained = Sinks.empty();
    private final List<String> events = new ArrayList<>();

    @Test
    void a_stop_is_over_when_the_last_worker_has_drained() {
        Workers workers = workers(stop -> stop.then(drained.asMono()), stop -> stop);
        workers.start();
        assertThat(workers.isRunning()).isTrue();
        assertThat(states(workers)).containsOnly(State.RUNNING);

        AtomicBoolean stopped = new AtomicBoolean();
        workers.stop(() -> stopped.set(true));
        assertThat(stopped).isFalse();
        assertThat(workers.isRunning()).isFalse();
        drained.tryEmitEmpty();
        assertThat(stopped).isTrue();
        assertThat(states(workers)).containsOnly(State.STOPPED);
    }

    @Test
    void a_worker_that_fails_for_good_says_so_and_holds_up_no_stop() {
        Workers workers = workers(stop -> Mono.error(new IllegalStateException("secret")), stop -> stop);
        workers.start();
        assertThat(states(workers)).containsExactly(State.FAILED, State.RUNNING);
        assertThat(workers.statuses().get(0).lastFailure()).isEqualTo("IllegalStateException");
        AtomicBoolean stopped = new AtomicBoolean();
        workers.stop(() -> stopped.set(true));
        assertThat(stopped).isTrue();
    }

    @Test
    void what_was_never_started_stops_at_once() {
        AtomicBoolean stopped = new AtomicBoolean();
        workers(stop -> stop).stop(() -> stopped.set(true));
        assertThat(stopped).isTrue();
    }

    @Test
    void what_was_stopped_starts_again() {
        Workers workers = workers(stop -> stop.doOnSubscribe(run -> events.add("run")));
        workers.start();
        workers.stop();
        workers.start();
        assertThat(events).containsExactly("run", "run");
        assertThat(states(workers)).containsExactly(State.RUNNING);
    }

    @Test
    void what_workers_hold_is_released_at_the_end() {
        workers(stop -> stop).close();
        assertThat(events).containsExactly("closed");
    }

    @Test
    void a_failure_is_over_when_a_change_gets_through() {
        WorkerProgress progress = new WorkerProgress("bridge", "order", Clock.systemUTC());
        progress.became(State.RUNNING);
        progress.shardStarted();
        progress.retrying(new IllegalStateException());
        assertThat(progress.status().state()).isEqualTo(State.RETRYING);
        progress.carried(Samples.change(ItemKey.of("ORDER", "acme", "7"), 1, Samples.note("x")));
        progress.shardLeft();
        progress.shardLeft();
        WorkerStatus status = progress.status();
        assertThat(status.state()).isEqualTo(State.RUNNING);
        assertThat(status.shards()).isZero();
        assertThat(status.carried()).isEqualTo(1);
        assertThat(status.retries()).isEqualTo(1);
        assertThat(status.lag()).isNotNull();
        assertThat(status.lastProgress()).isNotNull();
    }

    @SafeVarargs
    private Workers workers(Function<Mono<Void>, Mono<Void>>... runs) {
        List<Worker> all = new ArrayList<>();
        for (Function<Mono<Void>, Mono<Void>> run : runs) {
            all.add(new Worker(
                    run,
                    new WorkerProgress("sink", "order", Clock.systemUTC()),
                    told -> told,
                    () -> events.add("closed")));
        }
        return new Workers(0, all);
    }

    private static List<State> states(Workers workers) {
        return workers.statuses().stream().map(WorkerStatus::state).toList();
    }
}
