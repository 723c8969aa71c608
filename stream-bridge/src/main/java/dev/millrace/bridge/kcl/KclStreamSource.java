/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamSource;
import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs a Kinesis client for each subscription, one after another: two of one name would share their leases. */
final class KclStreamSource implements StreamSource {

    private final Mono<String> streamArn;
    private final String application;
    private final DynamoDbAsyncClient client;
    private final Function<String, StreamsClient> streams;
    private final Function<Map<String, AttributeValue>, ChangeRecord> decoder;
    private final KclOptions options;
    private final Consumer<ShardId> adopted;
    private final AtomicReference<Mono<Void>> previousEnd = new AtomicReference<>(Mono.empty());

    /**
     * Creates a source.
     *
     * @param streamArn names the stream
     * @param application the name of the lease table, and the beginning of the names of the tables beside it
     * @param client keeps the leases
     * @param streams opens the client that reads the stream of that name
     * @param decoder reads the image of a new row
     */
    KclStreamSource(
            Mono<String> streamArn,
            String application,
            DynamoDbAsyncClient client,
            Function<String, StreamsClient> streams,
            Function<Map<String, AttributeValue>, ChangeRecord> decoder,
            KclOptions options) {
        this(streamArn, application, client, streams, decoder, options, adopted -> {});
    }

    /**
     * Creates a source.
     *
     * @param adopted learns of each shard that had no lease and was given one
     */
    KclStreamSource(
            Mono<String> streamArn,
            String application,
            DynamoDbAsyncClient client,
            Function<String, StreamsClient> streams,
            Function<Map<String, AttributeValue>, ChangeRecord> decoder,
            KclOptions options,
            Consumer<ShardId> adopted) {
        this.adopted = requireNonNull(adopted, "adopted");
        this.streamArn = requireNonNull(streamArn, "streamArn");
        this.application = requireNonNull(application, "application");
        this.client = requireNonNull(client, "client");
        this.streams = requireNonNull(streams, "streams");
        this.decoder = requireNonNull(decoder, "decoder");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public Flux<ShardFeed> shards(Mono<?> stop) {
        requireNonNull(stop, "stop");
        return Mono.defer(previousEnd::get).then(streamArn).flatMapMany(arn -> run(arn, stop));
    }

    @Override
    public int maxShards() {
        return options.maxShards();
    }

    private Flux<ShardFeed> run(String arn, Mono<?> stop) {
        KclSetup setup = new KclSetup(arn, () -> streams.apply(arn), application, client, decoder, options);
        KclWorker worker = new KclWorker(setup, streamArn, options, adopted);
        previousEnd.set(worker.end());
        return worker.run(stop);
    }
}
