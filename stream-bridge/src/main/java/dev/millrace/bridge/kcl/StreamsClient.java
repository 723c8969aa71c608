/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.streams.StreamsClients;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * The client under the adapter.
 *
 * @param client reads the stream
 * @param region where
 * @param streamArn the stream
 */
record StreamsClient(DynamoDbStreamsAsyncClient client, Region region, String streamArn) implements AutoCloseable {

    /** Calls beside one per shard: the worker's own. */
    private static final int SPARE_CALLS = 16;

    /** A client that reaches the stream the way the other client reaches its tables. */
    static StreamsClient of(DynamoDbAsyncClient tables, String streamArn, KclOptions options) {
        return new StreamsClient(
                StreamsClients.like(tables, options.maxShards() + SPARE_CALLS),
                tables.serviceClientConfiguration().region(),
                streamArn);
    }

    AsyncAdapter adapter() {
        return new AsyncAdapter(client, region, arns());
    }

    /** The stream, by the name that the adapter accepts. */
    String arnForAdapter() {
        return arns().toAws(streamArn);
    }

    private LocalArns arns() {
        return new LocalArns(region.id());
    }

    @Override
    public void close() {
        client.close();
    }
}
