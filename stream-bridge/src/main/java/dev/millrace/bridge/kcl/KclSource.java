/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.StreamSource;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.ModuleId;

/** Makes stream sources over the Kinesis client. */
public final class KclSource {

    private KclSource() {}

    /**
     * Returns a source of the changes of a module's command table. The leases are in tables beside it whose names begin
     * with {@code environment-application-module-bridge}; the source creates them.
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
                streamArn -> StreamsClient.of(connection.client(), streamArn, options),
                CommandImages::toChange,
                options,
                listener::orphanAdopted);
    }
}
