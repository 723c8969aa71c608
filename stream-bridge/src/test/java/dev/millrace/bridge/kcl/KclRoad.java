/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.Changes;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.EmbeddedFixture;
import dev.millrace.bridge.MapTable;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.StreamSource;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One item's versions from an embedded DynamoDB Local through the Kinesis client to a list. */
final class KclRoad extends EmbeddedFixture {

    static final String LEASES = "bridge";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final List<Long> published = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final MapTable table = new MapTable();
    private final Mono<String> stream = Mono.fromFuture(
                    () -> client().describeTable(describe -> describe.tableName(TABLE)))
            .map(found -> found.table().latestStreamArn());

    @Override
    public StreamSource source() {
        return new KclStreamSource(
                stream,
                LEASES,
                client(),
                arn -> new StreamsClient(streams(), Region.US_EAST_1, arn),
                ScriptedFixture::change,
                KclOptions.local().withWorkerId("worker-1"),
                new Events()::orphanAdopted);
    }

    @Override
    public void write(int from, int to) {
        LongStream.rangeClosed(from, to).forEach(version -> table.record(Changes.change("order-1", version)));
        super.write(from, to);
    }

    Running start() {
        return new Running();
    }

    void awaitPublished(long last) {
        await().atMost(PATIENCE).until(() -> published.contains(last));
    }

    void awaitEvent(String event) {
        await().atMost(PATIENCE).until(() -> events.contains(event));
    }

    List<Map<String, AttributeValue>> leases() {
        return client().scan(scan -> scan.tableName(LEASES).consistentRead(true))
                .join()
                .items();
    }

    void deleteLease(Map<String, AttributeValue> lease) {
        client().deleteItem(delete -> delete.tableName(LEASES).key(Map.of("leaseKey", lease.get("leaseKey"))))
                .join();
    }

    /** A worker at work. */
    final class Running implements AutoCloseable {

        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final CompletableFuture<Void> done = StreamBridge.of(
                        source(), maxInFlight -> Mono.just(new Topic()), table, BridgeOptions.defaults(), new Events())
                .runUntil(stop.asMono())
                .toFuture();

        void stop() {
            stop.tryEmitEmpty();
            assertThat(done).succeedsWithin(PATIENCE);
        }

        Throwable awaitFailure() {
            return assertThat(done)
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(Exception.class)
                    .actual()
                    .getCause();
        }

        @Override
        public void close() {
            stop.tryEmitEmpty();
            done.handle((nothing, failure) -> null).join();
        }
    }

    private final class Events implements BridgeListener {

        @Override
        public void shardStarted(ShardId shard) {
            events.add("started");
        }

        @Override
        public void shardEnded(ShardId shard) {
            events.add("ended");
        }

        @Override
        public void dataTrimmed(ShardId shard, Instant since) {
            events.add("trimmed");
        }

        @Override
        public void repaired(ShardId shard, Instant since) {
            events.add("repaired");
        }

        @Override
        public void orphanAdopted(ShardId shard) {
            events.add("adopted");
        }
    }

    private final class Topic implements ChangePublisher {

        @Override
        public Mono<Void> publish(ChangeRecord change) {
            return Mono.fromRunnable(() -> published.add(change.version().value()));
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
}
