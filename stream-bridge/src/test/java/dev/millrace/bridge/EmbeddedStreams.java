/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The streams of an engine inside the JVM, whose own asynchronous client does not work. Stays open: the engine closes it.
 *
 * @param blocking the engine's client that does
 */
record EmbeddedStreams(DynamoDbStreamsClient blocking) implements DynamoDbStreamsAsyncClient {

    @Override
    public CompletableFuture<DescribeStreamResponse> describeStream(DescribeStreamRequest request) {
        return CompletableFuture.supplyAsync(() -> blocking.describeStream(request));
    }

    @Override
    public CompletableFuture<GetShardIteratorResponse> getShardIterator(GetShardIteratorRequest request) {
        return CompletableFuture.supplyAsync(() -> blocking.getShardIterator(request));
    }

    @Override
    public CompletableFuture<GetRecordsResponse> getRecords(GetRecordsRequest request) {
        return CompletableFuture.supplyAsync(() -> blocking.getRecords(request));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // the engine closes it
    }
}
