/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bridge.BridgeHealth;
import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardHealth;
import dev.millrace.bridge.ShardId;
import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.SinkControl;
import dev.millrace.sink.runner.SinkListener;
import dev.millrace.sink.runner.SinkStatus;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import dev.millrace.spring.worker.WorkerStatus.State;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What workers show beyond what they tell. */
class GaugesTest {

    private final WorkerProgress progress = new WorkerProgress("worker", "order", Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "true, FLOWING, FLOWING, RUNNING",
        "false, FLOWING, FLOWING, RETRYING",
        "true, FLOWING, AT_RISK, AT_RISK",
        "true, AT_RISK, REPAIRING, AT_RISK",
        "true, REPAIRING, FLOWING, REPAIRING",
        "false, STUCK, AT_RISK, STUCK"
    })
    void a_bridge_is_as_its_worst_shard_and_as_old_as_its_oldest_change(
            boolean running, ShardHealth.State one, ShardHealth.State other, State expected) {
        BridgeHealth health = new BridgeHealth(running, List.of(shard("1", one, 3), shard("2", other, 7)));
        WorkerStatus status = new BridgeGauge(() -> health).read(progress.status());
        assertThat(status.state()).isEqualTo(expected);
        assertThat(status.lag()).isEqualTo(Duration.ofHours(7));
    }

    private static ShardHealth shard(String id, ShardHealth.State state, long hours) {
        return new ShardHealth(
                ShardId.of("shardId-" + id), state, Duration.ofHours(hours), 0, SequenceNumber.of("1"), Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, false, RUNNING",
        "RUNNING, true, STUCK",
        "PAUSED, true, PAUSED",
        "SINK_DOWN, false, RETRYING",
        "CIRCUIT_OPEN, false, CIRCUIT_OPEN"
    })
    void a_sink_is_as_its_runner_unless_changes_are_there_that_do_not_come(
            SinkStatus.State state, boolean stalled, State expected) {
        SinkStatus status = new SinkStatus(state, 0, 0, Instant.EPOCH, "");
        SinkGauge gauge = new SinkGauge(SinkControl.create(), () -> status, () -> stalled, lag(Mono.empty()));
        assertThat(gauge.read(progress.status()).state()).isEqualTo(expected);
    }

    @Test
    void what_has_stopped_or_failed_shows_that_and_nothing_else() {
        Worker failed = new Worker(
                stop -> Mono.error(new IllegalStateException()),
                progress,
                told -> told.withState(State.RUNNING),
                () -> {});
        assertThat(failed.status().state()).isEqualTo(State.STOPPED);
        failed.start();
        assertThat(failed.status().state()).isEqualTo(State.FAILED);
    }

    @Test
    void a_sink_can_be_paused_and_a_bridge_cannot() {
        SinkGauge sink =
                new SinkGauge(SinkControl.create(), SinkControl.create()::status, () -> false, lag(Mono.empty()));
        Workers workers = new Workers(
                0,
                List.of(
                        new Worker(
                                stop -> stop, new WorkerProgress("search", "order", Clock.systemUTC()), sink, () -> {}),
                        new Worker(
                                stop -> stop,
                                new WorkerProgress("bridge", "order", Clock.systemUTC()),
                                t -> t,
                                () -> {})));
        assertThat(workers.pause("order", "search")).isTrue();
        assertThat(workers.resume("order", "search")).isTrue();
        assertThat(workers.pause("order", "bridge")).isFalse();
        assertThat(workers.pause("customer", "search")).isFalse();
        assertThat(workers.resume("order", "other")).isFalse();
    }

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Map<Integer, Long>> measured = new ArrayList<>();

    private SinkLag lag(Mono<Map<Integer, Long>> question) {
        return new SinkLag(
                new SinkLag.Questions(question, Mono.empty()), Duration.ofSeconds(30), time, List.of(measured::add));
    }

    @Test
    void tenants_are_asked_for_with_the_partitions_and_unknown_when_kafka_is_silent() {
        List<Map<Tenant, OfTenant>> byTenant = new ArrayList<>();
        OfTenant part = new OfTenant(2, Instant.EPOCH);
        AtomicInteger asked = new AtomicInteger();
        Mono<Map<Tenant, OfTenant>> question = Mono.fromCallable(() -> {
            if (asked.incrementAndGet() == 2) {
                throw new IllegalStateException("no answer");
            }
            return Map.of(Tenant.of("acme"), part);
        });
        SinkLagListener.ForSink listener = new SinkLagListener.ForSink() {

            @Override
            public void measured(Map<Integer, Long> behind) {
                measured.add(behind);
            }

            @Override
            public void measuredByTenant(Map<Tenant, OfTenant> behind) {
                byTenant.add(behind);
            }
        };
        SinkLag lag = new SinkLag(
                new SinkLag.Questions(Mono.just(Map.of(0, 2L)), question),
                Duration.ofSeconds(30),
                time,
                List.of(listener));

        StepVerifier.create(lag.during(Mono.never()))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(60)))
                .thenCancel()
                .verify(Duration.ofSeconds(30));

        assertThat(byTenant).containsExactly(Map.of(Tenant.of("acme"), part), Map.of(), Map.of());
        assertThat(measured).hasSize(3);
    }

    @Test
    void kafka_is_asked_once_an_interval_and_only_while_the_sink_runs() {
        AtomicInteger asked = new AtomicInteger();
        SinkLag lag = lag(Mono.fromCallable(() -> {
            if (asked.incrementAndGet() == 2) {
                throw new IllegalStateException("no answer");
            }
            return Map.of(0, (long) asked.get());
        }));
        StepVerifier.create(lag.during(Mono.never()))
                .then(() -> assertThat(lag.behind()).isEmpty())
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(30)))
                .then(() -> assertThat(lag.behind()).isEqualTo(Map.of(0, 1L)))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(30)))
                .then(() -> assertThat(lag.behind()).isEmpty())
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(30)))
                .then(() -> assertThat(lag.behind()).isEqualTo(Map.of(0, 3L)))
                .thenCancel()
                .verify(Duration.ofSeconds(30));
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(asked).hasValue(3);
        assertThat(measured).containsExactly(Map.of(0, 1L), Map.of(), Map.of(0, 3L), Map.of());
    }

    @Test
    void no_event_is_lost_between_several_listeners() throws ReflectiveOperationException {
        List<String> sinkEvents = new ArrayList<>();
        call(SinkListener.class, new AllSinkListeners(List.of(recorder(SinkListener.class, sinkEvents))));
        assertThat(sinkEvents).containsExactlyInAnyOrderElementsOf(events(SinkListener.class));
        List<String> bridgeEvents = new ArrayList<>();
        call(BridgeListener.class, new AllBridgeListeners(List.of(recorder(BridgeListener.class, bridgeEvents))));
        assertThat(bridgeEvents).containsExactlyInAnyOrderElementsOf(events(BridgeListener.class));
    }

    private static List<String> events(Class<?> listener) {
        return Arrays.stream(listener.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .toList();
    }

    private static <T> T recorder(Class<T> listener, List<String> events) {
        return listener.cast(
                Proxy.newProxyInstance(listener.getClassLoader(), new Class<?>[] {listener}, (proxy, method, args) -> {
                    events.add(method.getName());
                    return null;
                }));
    }

    private static <T> void call(Class<T> listener, T target) throws ReflectiveOperationException {
        for (Method method : listener.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                Object[] arguments = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == int.class ? (Object) 1 : null)
                        .toArray();
                method.invoke(target, arguments);
            }
        }
    }
}
