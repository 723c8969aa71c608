/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.util.AmazonServiceExceptionTransformer;
import com.amazonaws.services.dynamodbv2.streamsadapter.util.KinesisMapperUtil;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ShardFilter;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;

/**
 * The adapter's client as far as the Kinesis client needs it for its leases: it describes the stream, on the AWS SDK's
 * event loop instead of the JVM's common pool, and shows the cause when it cannot. Records are read without it.
 */
final class AsyncAdapter extends AmazonDynamoDBStreamsAdapterClient {

    private static final int SERVER_ERROR = 500;
    private static final int DESCRIBE_RETRIES = 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DESCRIPTION = Duration.ofSeconds(60);

    private final DynamoDbStreamsAsyncClient client;
    private final LocalArns arns;

    AsyncAdapter(DynamoDbStreamsAsyncClient client, Region region, LocalArns arns) {
        super(new NoBlockingClient(), region);
        this.client = client;
        this.arns = arns;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public CompletableFuture<DescribeStreamResponse> describeStream(DescribeStreamRequest request) {
        return describe(software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest.builder()
                        .streamArn(arns.toLocal(request.streamName()))
                        .limit(request.limit())
                        .exclusiveStartShardId(request.exclusiveStartShardId())
                        .build())
                .toFuture();
    }

    /** Waits, as its caller expects: the task that ends a shard, on a thread of the Kinesis client. */
    @Override
    public DescribeStreamResponse describeStreamWithFilter(String streamArn, ShardFilter filter, String consumerId) {
        return describe(software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest.builder()
                        .streamArn(arns.toLocal(streamArn))
                        .shardFilter(filter)
                        .build())
                .blockOptional(LONGEST_DESCRIPTION)
                .orElseThrow();
    }

    @Override
    public CompletableFuture<ListStreamsResponse> listStreams(ListStreamsRequest request) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("the stream is known by its name"));
    }

    private Mono<DescribeStreamResponse> describe(
            software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest request) {
        return Mono.fromFuture(() -> client.describeStream(request))
                .map(KinesisMapperUtil::convertDynamoDBDescribeStreamResponseToKinesisDescribeStreamResponse)
                .retryWhen(Retry.backoff(DESCRIBE_RETRIES, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(AsyncAdapter::passes)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()))
                .onErrorMap(
                        AwsServiceException.class,
                        AmazonServiceExceptionTransformer::transformDynamoDBStreamsToKinesisDescribeStream);
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof LimitExceededException
                || (failure instanceof AwsServiceException service
                        && (service.isThrottlingException() || service.statusCode() >= SERVER_ERROR));
    }

    /** Stands where the adapter insists on a blocking client, and refuses whatever call was overlooked here. */
    private static final class NoBlockingClient implements DynamoDbStreamsClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
