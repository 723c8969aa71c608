/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.cli.SourceOption;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.fault.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One of three read models cannot be reached for a while, in the middle of the work. */
class SinkOutageIT {

    private static final int CHANGES = 2_000;
    private static final int CONCURRENCY = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** How long PostgreSQL is away at least; longer if the others take longer. */
    private static final long AWAY_SECONDS = Long.getLong("millrace.outage.seconds", 10);

    private final DemoEngines engines = DemoEngines.start(EnumSet.allOf(DemoSink.class));
    private final FaultProxy network =
            FaultProxy.to(engines.postgres().host(), engines.postgres().port());
    private final Road road = new Road(engines.dynamoEndpoint(), engines.kafkaServers());
    private final Follower dataTable = road.follower(new DataTable(road.module()));
    private final Follower search =
            road.follower(new SearchDocuments(engines.openSearch().endpoint()));
    private final Follower sql = road.follower(new SqlTable(behindTheNetwork()));
    private final ExpectedItems expected = new ExpectedItems();
    private final Publishing publishing = new Publishing(road.module().commandService(), expected);
    private final Sinks.Empty<Void> stop = Sinks.empty();

    private PostgresLocal behindTheNetwork() {
        return PostgresLocal.at(URI.create("postgresql://%s:%s@127.0.0.1:%d/postgres"
                .formatted(engines.postgres().user(), engines.postgres().password(), network.port())));
    }

    @AfterEach
    void close() {
        List.of(dataTable, search, sql).forEach(Follower::close);
        road.close();
        network.close();
        engines.close();
    }

    @Test
    void the_others_keep_their_pace_and_it_catches_up_without_a_loss() {
        Flux<Follower> followers = Flux.just(dataTable, search, sql);
        road.prepare().thenMany(followers.concatMap(Follower::prepare)).blockLast(PATIENCE);
        Mono<Void> running = Mono.when(
                        road.bridges(1, new SourceOption(), BridgeListener.none(), stop.asMono()),
                        followers.flatMap(follower -> follower.run(stop.asMono())))
                .cache();
        running.subscribe();
        Mono<Void> published = publishing
                .publish(InputFile.shipped().changes(invalid -> {}).take(CHANGES), CONCURRENCY)
                .cache();
        published.subscribe();

        await().atMost(PATIENCE).until(() -> sql.arrivals().count() >= CHANGES / 10);
        network.cut();
        long since = System.nanoTime();
        published.block(PATIENCE);
        await().atMost(PATIENCE).until(() -> dataTable.isComplete(expected) && search.isComplete(expected));
        await().atMost(PATIENCE).until(() -> System.nanoTime() - since > TimeUnit.SECONDS.toNanos(AWAY_SECONDS));
        assertThat(sql.isComplete(expected)).as("complete without a network").isFalse();

        network.heal();
        await().atMost(PATIENCE).until(() -> sql.isComplete(expected));
        stop.tryEmitEmpty();
        running.block(PATIENCE);

        for (Follower follower : List.of(dataTable, search, sql)) {
            SinkReport report = Objects.requireNonNull(
                    follower.report(expected, new Stopwatch()).block(PATIENCE));
            assertThat(report.isClean()).as("%s", report).isTrue();
            assertThat(report.verified()).as(report.sink()).isEqualTo(expected.size());
        }
    }
}
