/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.streams.ReadingOptions;
import dev.millrace.bridge.streams.StreamReader;
import dev.millrace.bridge.streams.StreamsClients;
import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.function.Function;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * The client under the adapter.
 *
 * @param client reads the stream
 * @param region where
 * @param streamArn the stream
 */
record StreamsClient(DynamoDbStreamsAsyncClient client, Region region, String streamArn) implements AutoCloseable {

    /** A page is 1 MB at most; one is on its way or being handed over. */
    private static final int MAX_PAGES = 64;

    /** Calls beside one per page: the worker's own. */
    private static final int SPARE_CALLS = 16;

    /** A client that reaches the stream the way the other client reaches its tables. */
    static StreamsClient of(DynamoDbAsyncClient tables, String streamArn) {
        return new StreamsClient(
                StreamsClients.like(tables, MAX_PAGES + SPARE_CALLS),
                tables.serviceClientConfiguration().region(),
                streamArn);
    }

    /** Reads the shards; need not be closed. */
    StreamReader reader(Function<Map<String, AttributeValue>, ChangeRecord> images, KclOptions options) {
        ReadingOptions reading = new ReadingOptions(options.idle(), options.maxIdle(), MAX_PAGES);
        return StreamReader.of(client, streamArn, reading, images, Schedulers.parallel());
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
