/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.PollingPace.Page;
import dev.millrace.dynamodb.DynamoCalls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** Calls to one stream as publishers: cold, cancellable, answered on our threads, and never without an end. */
final class StreamCalls implements AutoCloseable {

    /** A stream may be described ten times a second, by all its readers together. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final DynamoDbStreamsAsyncClient client;
    private final String streamArn;
    private final DynamoCalls calls = new DynamoCalls(StreamsClients.CALL_TIMEOUT);
    private final Scheduler timer;

    StreamCalls(DynamoDbStreamsAsyncClient client, String streamArn, Scheduler timer) {
        this.client = client;
        this.streamArn = streamArn;
        this.timer = timer;
    }

    String streamArn() {
        return streamArn;
    }

    /** Emits the shards that the stream shows now, page by page; tries again for as long as there is hope. */
    Flux<Shard> shards() {
        return describe(null)
                .expand(page ->
                        page.lastEvaluatedShardId() == null ? Mono.empty() : describe(page.lastEvaluatedShardId()))
                .flatMapIterable(StreamDescription::shards)
                .onErrorMap(this::ofDescription);
    }

    private Mono<StreamDescription> describe(@Nullable String after) {
        return calls.call(() -> client.describeStream(
                        stream -> stream.streamArn(streamArn).exclusiveStartShardId(after)))
                .map(DescribeStreamResponse::streamDescription)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .scheduler(timer)
                        .filter(StreamFailures::passes));
    }

    /** Emits where the first record after that place is; the oldest one if there is no place. */
    Mono<String> iterator(ShardId shard, @Nullable SequenceNumber after) {
        return calls.call(() -> client.getShardIterator(iterator -> iterator.streamArn(streamArn)
                        .shardId(shard.text())
                        .shardIteratorType(
                                after == null
                                        ? ShardIteratorType.TRIM_HORIZON
                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(after == null ? null : after.text())))
                .map(GetShardIteratorResponse::shardIterator);
    }

    /** Emits the page there. */
    Mono<GetRecordsResponse> read(String iterator) {
        return calls.call(
                () -> client.getRecords(page -> page.shardIterator(iterator).limit(Page.MOST_RECORDS)));
    }

    private Throwable ofDescription(Throwable failure) {
        if (StreamFailures.isDenial(failure)) {
            return new StoreMisconfiguredException(
                    "stream %s may not be read: check credentials and permissions".formatted(streamArn), failure);
        }
        String why = failure instanceof ResourceNotFoundException ? "it does not exist" : StreamFailures.name(failure);
        return new StoreUnavailableException(
                "stream %s cannot be described now: %s".formatted(streamArn, why), failure);
    }

    @Override
    public void close() {
        client.close();
    }
}
