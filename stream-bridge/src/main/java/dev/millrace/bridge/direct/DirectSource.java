/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.streams.StreamsClients;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

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
     * dev.millrace.bridge.StreamRecord.Trimmed} that names no moment, and goes on with what is left.
     *
     * <p>The stream is read with the region, the credentials and, if one is set, the endpoint of the connection, which
     * must stay open as long as the source is in use.
     */
    public static StreamSource of(DynamoConnection connection, ModuleId module, DirectOptions options) {
        return new DirectStreamSource(
                connection.module(module).tables().commandStreamArn(),
                streamArn -> run(connection.client(), module, streamArn, options),
                options.maxShards());
    }

    private static DirectRun run(DynamoDbAsyncClient client, ModuleId module, String streamArn, DirectOptions options) {
        var timer = Schedulers.parallel();
        var streams = StreamsClients.like(client, options.maxPages() + SPARE_CALLS);
        return new DirectRun(
                new StreamCalls(streams, streamArn, timer),
                new DynamoCheckpointStore(client, module.named("bridge-checkpoints"), streamArn, timer),
                CommandImages::toChange,
                options,
                timer);
    }
}
