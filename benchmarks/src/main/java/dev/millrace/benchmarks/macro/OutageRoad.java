/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static java.util.Objects.requireNonNull;

import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.datatable.DataTableSink;
import dev.millrace.sink.r2dbc.SqlConnection;
import dev.millrace.sink.r2dbc.SqlOptions;
import dev.millrace.testkit.engine.PostgresLocal;
import dev.millrace.testkit.fault.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;

/**
 * A topic and three sinks that follow it from this JVM, one of them over a network that can be cut. Changes are numbered; each
 * is sent when it is due, and its latencies count from then.
 */
final class OutageRoad implements AutoCloseable {

    /** The sinks. */
    enum Sink {
        /** The data table. */
        DATA_TABLE,
        /** A table of PostgreSQL. */
        SQL,
        /** A table of the same PostgreSQL, behind the network. */
        CUT_OFF
    }

    private static final String PREFIX = "numbered";

    private final Duration period;
    private final Map<Sink, Latencies> latencies = new EnumMap<>(Sink.class);
    private final Topic topic;
    private final CountedModule module;
    private final FaultProxy network;
    private final SqlConnection direct;
    private final SqlConnection behind;
    private final List<FollowingSink> following;
    private final Producer<String, byte[]> producer;
    private volatile long begin = System.nanoTime();

    OutageRoad(Bench bench, int changes, Duration period) {
        this.period = period;
        Arrays.stream(Sink.values()).forEach(sink -> latencies.put(sink, new Latencies(changes)));
        this.topic = Topic.on(bench.kafka().bootstrapServers());
        this.module = bench.emptyModule();
        PostgresLocal postgres = bench.postgres();
        this.network = FaultProxy.to(postgres.host(), postgres.port());
        this.direct = connect(postgres, postgres);
        this.behind = connect(postgres, behind(network, postgres));
        this.following = List.of(
                follow(Sink.DATA_TABLE, DataTableSink.over(module.module().dataStore())),
                follow(Sink.SQL, SqlSink.sink(direct, "orders").withName(SinkName.of("sql"))),
                follow(Sink.CUT_OFF, SqlSink.sink(behind, "orders").withName(SinkName.of("cut-off"))));
        this.producer = topic.nativeProducer();
    }

    private static PostgresLocal behind(FaultProxy network, PostgresLocal postgres) {
        return PostgresLocal.at(URI.create(
                "postgresql://%s:%s@%s/postgres".formatted(postgres.user(), postgres.password(), network.address())));
    }

    private static SqlConnection connect(PostgresLocal postgres, PostgresLocal seen) {
        return SqlConnection.open(
                SqlOptions.of(seen.url(postgres.freshDatabase()), postgres.user(), postgres.password()));
    }

    private FollowingSink follow(Sink sink, ChangeSink follower) {
        return FollowingSink.start(topic, follower, change -> {
            int number = Orders.number(change);
            of(sink).came(number, System.nanoTime() - due(number));
        });
    }

    private long due(int number) {
        return begin + number * period.toNanos();
    }

    /** From now on changes are due one after the other, that one at once. */
    void beginWith(int number) {
        begin = System.nanoTime() - number * period.toNanos();
    }

    /** Sends so many changes from that number on, each when it is due, or at once when it is late. */
    void send(int from, int count) {
        for (int number = from; number < from + count; number++) {
            LockSupport.parkNanos(due(number) - System.nanoTime());
            topic.send(Orders.change(Orders.key(PREFIX, number), 1), producer, (sent, failure) -> {});
        }
    }

    FaultProxy network() {
        return network;
    }

    Latencies of(Sink sink) {
        return requireNonNull(latencies.get(sink));
    }

    @Override
    public void close() {
        producer.close();
        network.heal();
        following.forEach(FollowingSink::close);
        direct.close();
        behind.close();
        network.close();
        module.close();
    }
}
