/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.ShardStatus;
import dev.millrace.bridge.StreamSource;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;
import reactor.core.publisher.Flux;

/** Makes stream sources over the Kinesis client. */
public final class KclSource {

    private KclSource() {}

    /**
     * Returns a source of the changes of a module's command table. The leases are in tables beside it whose names begin
     * with {@code environment-application-module-bridge}; the source creates them.
     *
     * <p>If the table has got another stream since the last worker, the feeds of its first shards begin with a {@link
     * dev.millrace.bridge.StreamRecord.Trimmed} for what was recorded in between.
     *
     * <p>The stream is read with the region, the credentials and, if one is set, the endpoint of the connection, which
     * must stay open as long as the source is in use.
     */
    public static StreamSource of(DynamoConnection connection, ModuleId module, KclOptions options) {
        return of(connection, module, options, BridgeListener.none());
    }

    /**
     * Returns the same source with a listener, which hears of {@link BridgeListener#orphanAdopted}.
     *
     * @param listener most likely the bridge's own
     */
    public static StreamSource of(
            DynamoConnection connection, ModuleId module, KclOptions options, BridgeListener listener) {
        return new KclStreamSource(
                connection.module(module).tables().commandStreamArn(),
                module.named("bridge"),
                connection.client(),
                streamArn -> StreamsClient.of(connection.client(), streamArn),
                CommandImages::toChange,
                options,
                listener::orphanAdopted);
    }

    /**
     * Emits how far the shards of a module's command table are carried by workers of this kind, in any order; nothing if
     * none ever ran. Those of a stream that was replaced by another are among them for as long as their leases are kept.
     *
     * <p>Fails with {@link dev.millrace.StoreUnavailableException} when the leases cannot be read; try again.
     */
    public static Flux<ShardStatus> shards(DynamoConnection connection, ModuleId module) {
        return new LeaseRows(connection.client(), module.named("bridge")).read();
    }
}
