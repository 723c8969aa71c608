/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsGetRecordsResponseAdapter;
import com.amazonaws.services.dynamodbv2.streamsadapter.exceptions.UnableToReadMoreRecordsException;
import com.amazonaws.services.dynamodbv2.streamsadapter.util.AmazonServiceExceptionTransformer;
import com.amazonaws.services.dynamodbv2.streamsadapter.util.KinesisMapperUtil;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardFilter;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;

/**
 * The adapter's client without its threads: it sends every call to a blocking client on the JVM's common pool, where on a
 * small machine shards wait for each other; this one lets the AWS SDK's event loop answer. Never jumps over records that
 * it cannot read, and shows the cause when a stream cannot be described.
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
        setSkipRecordsBehavior(SkipRecordsBehavior.KCL_RETRY);
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
    public CompletableFuture<GetShardIteratorResponse> getShardIterator(GetShardIteratorRequest request) {
        return Mono.fromFuture(
                        () -> client.getShardIterator(iterator -> iterator.streamArn(arns.toLocal(request.streamName()))
                                .shardId(request.shardId())
                                .shardIteratorType(request.shardIteratorTypeAsString())
                                .sequenceNumber(request.startingSequenceNumber())))
                .map(KinesisMapperUtil::convertDynamoDBGetShardIteratorResponseToKinesisGetShardIteratorResponse)
                .onErrorMap(AwsServiceException.class, this::ofIterator)
                .toFuture();
    }

    @Override
    public CompletableFuture<DynamoDBStreamsGetRecordsResponseAdapter> getDynamoDBStreamsRecords(
            GetRecordsRequest request) {
        return Mono.fromFuture(() -> client.getRecords(request))
                .map(DynamoDBStreamsGetRecordsResponseAdapter::new)
                .onErrorMap(AwsServiceException.class, this::ofRecords)
                .toFuture();
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

    private Throwable ofIterator(AwsServiceException failure) {
        return isGone(failure)
                ? gone(failure)
                : AmazonServiceExceptionTransformer.transformDynamoDBStreamsToKinesisGetShardIterator(
                        failure, getSkipRecordsBehavior());
    }

    private Throwable ofRecords(AwsServiceException failure) {
        return isGone(failure)
                ? gone(failure)
                : AmazonServiceExceptionTransformer.transformDynamoDBStreamsToKinesisGetRecords(
                        failure, getSkipRecordsBehavior());
    }

    private static boolean isGone(AwsServiceException failure) {
        return failure instanceof TrimmedDataAccessException || failure instanceof ResourceNotFoundException;
    }

    /** A shard that is not there any more: left as it is, the Kinesis client would take it for one that has ended. */
    private static Throwable gone(AwsServiceException failure) {
        return new UnableToReadMoreRecordsException("the stream no longer holds these records", failure);
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
