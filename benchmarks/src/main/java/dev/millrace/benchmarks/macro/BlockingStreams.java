/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The same stream for a caller that waits for each answer, as the stock adapter does.
 *
 * @param client answers; is not closed
 */
record BlockingStreams(DynamoDbStreamsAsyncClient client) implements DynamoDbStreamsClient {

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return client.describeStream(request).join();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return client.getShardIterator(request).join();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return client.getRecords(request).join();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // others use the stream too
    }
}
