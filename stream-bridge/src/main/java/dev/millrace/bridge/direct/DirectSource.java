/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.ShardStatus;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.streams.StreamReader;
import dev.millrace.bridge.streams.StreamsClients;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Makes stream sources for a single worker, which need no Kinesis client. */
public final class DirectSource {

    /** Calls beside one per page: questions for shards, and where to begin. */
    private static final int SPARE_CALLS = 16;

    private DirectSource() {}

    /**
     * Returns a source of the changes of a module's command table. The checkpoints are in the table {@code
     * environment-application-module-bridge-checkpoints}; the source creates it.
     *
     * <p>One worker at a time reads a stream. A second one fails with {@link StreamTakenException} as soon as it sees that
     * the first one is alive; so does the first one if it was silent for so long that it was succeeded, and from then on
     * it can save nothing.
     *
     * <p>When the stream no longer holds what comes next, the feed says so with a {@link
     * dev.millrace.bridge.StreamRecord.Trimmed}, and goes on with what is left. So does it when the table has got another
     * stream since the last worker: for what was recorded in between.
     *
     * <p>The stream is read with the region, the credentials and, if one is set, the endpoint of the connection, which
     * must stay open as long as the source is in use.
     */
    public static StreamSource of(DynamoConnection connection, ModuleId module, DirectOptions options) {
        return new DirectStreamSource(
                connection.module(module).tables().commandStreamArn(),
                streamArn -> run(connection.client(), module, streamArn, options),
                options);
    }

    /**
     * Emits how far the shards of a module's command table are carried by a worker of this kind, in any order; nothing if
     * none ever ran.
     *
     * <p>Fails with {@link dev.millrace.StoreUnavailableException} when the checkpoints cannot be read; try again.
     */
    public static Flux<ShardStatus> shards(DynamoConnection connection, ModuleId module) {
        return connection
                .module(module)
                .tables()
                .commandStreamArn()
                .map(streamArn -> checkpoints(connection.client(), module, streamArn))
                .flatMapMany(store -> store.tenure().flatMapMany(tenure -> shards(store, tenure)))
                .onErrorComplete(failure -> failure.getCause() instanceof ResourceNotFoundException);
    }

    private static Flux<ShardStatus> shards(CheckpointStore store, Tenure tenure) {
        return store.shards()
                .flatMapIterable(Map::entrySet)
                .filter(kept -> kept.getValue().place().isPresent())
                .map(kept -> status(kept.getKey(), kept.getValue(), tenure));
    }

    private static ShardStatus status(ShardId shard, ShardRow row, Tenure tenure) {
        String place = row.place().map(SequenceNumber::text).orElse("");
        return new ShardStatus(shard, tenure.owner(), place, row.note().carriedUpTo());
    }

    private static DynamoCheckpointStore checkpoints(DynamoDbAsyncClient client, ModuleId module, String streamArn) {
        return new DynamoCheckpointStore(client, module.named("bridge-checkpoints"), streamArn, Schedulers.parallel());
    }

    private static DirectRun run(DynamoDbAsyncClient client, ModuleId module, String streamArn, DirectOptions options) {
        var timer = Schedulers.parallel();
        var streams = StreamsClients.like(client, options.maxPages() + SPARE_CALLS);
        return new DirectRun(
                StreamReader.of(streams, streamArn, options.reading(), CommandImages::toChange, timer),
                checkpoints(client, module, streamArn),
                options,
                timer);
    }
}
