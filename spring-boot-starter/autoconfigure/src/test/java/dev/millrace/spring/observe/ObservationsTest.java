/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ObservationsTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final InvokeContext CALLER = InvokeContext.of("u1", "acme");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final CommandService commands = new ObservedCommandService(
            CommandService.over(new InMemoryCommandLog(new InMemoryDataStore()), CommandOptions.defaults()),
            new PublishObservations(MODULE, registry, new StandardPublishConvention()));

    @Test
    void a_publication_is_observed_with_what_became_of_it() {
        commands.publishAsync(Command.create(KEY, Attributes.empty()), CALLER).block(PATIENCE);
        commands.publishSync(Command.update(KEY, Version.FIRST, Attributes.empty()), CALLER)
                .block(PATIENCE);
        StepVerifier.create(commands.publishAsync(Command.create(KEY, Attributes.of(Map.of("a", 1))), CALLER))
                .verifyError();
        StepVerifier.create(commands.publishAsync(Command.create(KEY, Attributes.empty())))
                .verifyError();

        assertObserved("millrace.publish", "publishAsync", "recorded");
        assertObserved("millrace.publish", "publishSync", "unchanged");
        assertObserved("millrace.publish", "publishAsync", "conflict");
        assertObserved("millrace.publish", "publishAsync", "failed");
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
    }

    private void assertObserved(String name, String operation, String outcome) {
        TestObservationRegistryAssert.assertThat(registry).hasAnObservation(observation -> observation
                .hasNameEqualTo(name)
                .hasContextualNameEqualTo("order publish")
                .hasLowCardinalityKeyValue("millrace.module", "order")
                .hasLowCardinalityKeyValue("millrace.operation", operation)
                .hasLowCardinalityKeyValue("millrace.outcome", outcome)
                .hasLowCardinalityKeyValue("db.system", "dynamodb"));
    }

    @Test
    void nothing_is_observed_before_somebody_subscribes_and_a_cancelled_one_ends() {
        Mono<?> publication = commands.publishAsync(Command.create(KEY, Attributes.empty()), CALLER);
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
        PublishObservations observations = new PublishObservations(MODULE, registry, new StandardPublishConvention());
        StepVerifier.create(observations.one("publishAsync", Mono.never()))
                .thenCancel()
                .verify(PATIENCE);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("millrace.outcome", "unknown")
                .hasBeenStopped();
        assertThat(publication).isNotNull();
    }

    @Test
    void many_and_atomic_publications_are_one_observation_each() {
        commands.publishAtomically(List.of(Command.create(KEY, Attributes.empty())))
                .contextWrite(CALLER.asContext())
                .block(PATIENCE);
        commands.publishAll(
                        Flux.range(1, 5)
                                .map(i -> Command.create(ItemKey.of("ORDER", "acme", "n" + i), Attributes.empty())),
                        2)
                .contextWrite(CALLER.asContext())
                .blockLast(PATIENCE);
        TestObservationRegistryAssert.assertThat(registry).hasNumberOfObservationsEqualTo(2);
    }

    @Test
    void a_publication_within_an_observation_is_its_child() {
        Observation request = Observation.start("request", registry);
        commands.publishAsync(Command.create(KEY, Attributes.empty()), CALLER)
                .contextWrite(context -> context.put(OpenPublication.CURRENT, request))
                .block(PATIENCE);
        request.stop();
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("millrace.publish")
                .that()
                .hasParentObservationEqualTo(request);
    }

    @Test
    void each_change_of_a_batch_is_observed_with_the_sinks_answer() {
        ChangeRecord first = change(1);
        ChangeSink sink = new ObservedSink(
                MODULE, new InMemoryChangeSink(SinkName.of("search")), registry, new StandardSinkConvention());
        assertThat(sink.name()).isEqualTo(SinkName.of("search"));
        sink.apply(List.of(first)).block(PATIENCE);
        sink.apply(List.of(first)).block(PATIENCE);
        assertThat(sink.appliedVersion(first.key()).block(PATIENCE)).isEqualTo(Version.FIRST);
        for (String outcome : List.of("applied", "stale")) {
            TestObservationRegistryAssert.assertThat(registry).hasAnObservation(observation -> observation
                    .hasNameEqualTo("millrace.sink")
                    .hasContextualNameEqualTo("order search")
                    .hasLowCardinalityKeyValue("millrace.sink", "search")
                    .hasLowCardinalityKeyValue("millrace.outcome", outcome)
                    .hasLowCardinalityKeyValue("messaging.system", "kafka")
                    .hasLowCardinalityKeyValue("messaging.operation", "process")
                    .hasHighCardinalityKeyValue(
                            "millrace.command.id", first.commandId().text())
                    .hasHighCardinalityKeyValue("millrace.version", "1"));
        }
    }

    @Test
    void a_batch_that_fails_and_a_change_that_is_refused_are_observed_as_errors() {
        StoreUnavailableException down = new StoreUnavailableException("down", null);
        StepVerifier.create(observed(Mono.error(down)).apply(List.of(change(1))))
                .verifyError();
        observed(Mono.just(List.of(SinkOutcome.refused(down))))
                .apply(List.of(change(1)))
                .block(PATIENCE);
        for (String outcome : List.of("failed", "refused")) {
            TestObservationRegistryAssert.assertThat(registry).hasAnObservation(observation -> observation
                    .hasLowCardinalityKeyValue("millrace.outcome", outcome)
                    .hasError());
        }
    }

    private ChangeSink observed(Mono<List<SinkOutcome>> answer) {
        return new ObservedSink(MODULE, new Answering(answer), registry, new StandardSinkConvention());
    }

    @Test
    void a_change_that_the_bridge_has_carried_is_observed() {
        new BridgeObservations(MODULE, registry, new StandardBridgeConvention())
                .changePublished(ShardId.of("shardId-1"), change(1));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("millrace.bridge")
                .hasContextualNameEqualTo("order bridge")
                .hasLowCardinalityKeyValue("messaging.operation", "publish")
                .hasBeenStopped();
    }

    @Test
    void no_observation_names_an_item_a_tenant_or_a_user_on_a_meter() {
        commands.publishAsync(Command.create(KEY, Attributes.empty()), CALLER).block(PATIENCE);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .satisfies(context ->
                        assertThat(context.getAllKeyValues().toString()).doesNotContain("acme", "u1", "ORDER"));
    }

    @Test
    void meters_tell_how_old_changes_are_and_what_became_of_them() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ChangeRecord change = change(1);
        Instant written = change.state().audit().updated().at();
        Clock later = Clock.fixed(written.plusSeconds(3), ZoneOffset.UTC);
        Position position = new Position("topic", 0, 1);

        SinkMeters sink = new SinkMeters(MODULE, SinkName.of("search"), meters, later);
        sink.applied(change, position);
        sink.stale(change, position);
        sink.superseded(change, position);
        sink.parked(change, position, new IllegalStateException());
        sink.keptBehind(change, position);
        sink.redriven(change);
        sink.circuitOpened(new IllegalStateException());
        sink.deadLettered(position, new IllegalStateException());
        sink.retrying(new IllegalStateException(), 1, Duration.ZERO);
        BridgeMeters bridge = new BridgeMeters(MODULE, meters, Clock.fixed(written.minusSeconds(3), ZoneOffset.UTC));
        ShardId shard = ShardId.of("shardId-1");
        bridge.shardStarted(shard);
        bridge.changePublished(shard, change);
        bridge.gapHealed(shard, KEY, Version.FIRST, Version.FIRST);
        bridge.versionMissing(shard, KEY, Version.FIRST);
        bridge.retentionAlarm(shard, Duration.ofHours(13), Duration.ofHours(12));
        bridge.restarting(new IllegalStateException(), Duration.ZERO);

        assertThat(meters.get("millrace.sink.lag")
                        .tag("millrace.sink", "search")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(List.of(
                        "stale",
                        "superseded",
                        "parked",
                        "kept.behind",
                        "redriven",
                        "circuit.opened",
                        "dead.lettered",
                        "retries"))
                .allSatisfy(name -> assertThat(
                                meters.get("millrace.sink." + name).counter().count())
                        .isEqualTo(1));
        assertThat(meters.get("millrace.bridge.lag").timer().totalTime(TimeUnit.SECONDS))
                .isZero();
        assertThat(List.of("gaps.healed", "versions.missing", "retention.alarms"))
                .allSatisfy(name -> assertThat(
                                meters.get("millrace.bridge." + name).counter().count())
                        .isEqualTo(1));
        assertThat(meters.get("millrace.bridge.restarts").counter().count()).isEqualTo(1);
        assertThat(meters.get("millrace.bridge.shards").gauge().value()).isZero();
    }

    @Test
    void meters_tell_how_far_a_sink_is_behind_on_each_partition_as_long_as_that_is_known() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SinkLagMeters lag = new SinkLagMeters(MODULE, SinkName.of("search"), meters, Clock.systemUTC());
        lag.measured(Map.of(0, 3L, 1, 0L));
        lag.measured(Map.of(0, 5L, 1, 1L));
        assertThat(meters.get("millrace.sink.behind")
                        .tag("millrace.partition", "0")
                        .gauge()
                        .value())
                .isEqualTo(5);
        lag.measured(Map.of());
        assertThat(meters.find("millrace.sink.behind").gauges()).isEmpty();
    }

    @Test
    void meters_tell_how_much_waits_for_the_tenants_that_were_named_and_for_how_long() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        SinkLagMeters lag = new SinkLagMeters(MODULE, SinkName.of("search"), meters, Clock.fixed(noon, ZoneOffset.UTC));

        lag.measuredByTenant(Map.of(
                Tenant.of("acme"), new OfTenant(3, noon.minusSeconds(90)),
                Tenant.of("globex"), new OfTenant(0, Instant.MAX)));

        assertThat(gauge(meters, "millrace.sink.tenant.behind", "acme")).isEqualTo(3);
        assertThat(gauge(meters, "millrace.sink.tenant.age", "acme")).isEqualTo(90);
        assertThat(gauge(meters, "millrace.sink.tenant.age", "globex")).isZero();
        lag.measuredByTenant(Map.of());
        assertThat(meters.find("millrace.sink.tenant.behind").gauges()).isEmpty();
    }

    private static double gauge(SimpleMeterRegistry meters, String name, String tenant) {
        return meters.get(name).tag("millrace.tenant", tenant).gauge().value();
    }

    @Test
    void requests_are_counted_by_operation_and_table() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RequestMeters requests = new RequestMeters(meters);

        requests.sending("PutItem", "local-shop-order-command");
        requests.sending("PutItem", "local-shop-order-command");
        requests.sending("TransactWriteItems", "");

        assertThat(meters.get("millrace.dynamodb.requests")
                        .tags("millrace.operation", "PutItem", "millrace.table", "local-shop-order-command")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.find("millrace.dynamodb.requests").counters()).hasSize(2);
    }

    @Test
    void what_a_sink_has_not_answered_for_is_in_flight() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ChangeSink sink = new MeteredSink(MODULE, new Answering(Mono.never()), meters);
        StepVerifier.create(sink.apply(List.of(change(1), change(2))))
                .then(() -> assertThat(
                                meters.get("millrace.sink.in.flight").gauge().value())
                        .isEqualTo(2))
                .thenCancel()
                .verify(PATIENCE);
        assertThat(meters.get("millrace.sink.in.flight").gauge().value()).isZero();
    }

    private static ChangeRecord change(long version) {
        return Samples.change(KEY, version, Samples.note("x"));
    }

    private record Answering(Mono<List<SinkOutcome>> answer) implements ChangeSink {

        @Override
        public SinkName name() {
            return SinkName.of("answering");
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return answer;
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.just(Version.NONE);
        }
    }
}
