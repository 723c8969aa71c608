/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsDataFetcher;
import com.amazonaws.services.dynamodbv2.streamsadapter.exceptions.UnableToReadMoreRecordsException;
import com.amazonaws.services.dynamodbv2.streamsadapter.util.KinesisMapperUtil;
import dev.millrace.bridge.ShardId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.kinesis.retrieval.DataFetcherProviderConfig;
import software.amazon.kinesis.retrieval.DataFetcherResult;
import software.amazon.kinesis.retrieval.GetRecordsResponseAdapter;

/**
 * Reads one shard, and tells when its records are gone; then goes on at the oldest that is left, or at the end if the
 * shard itself is gone. The Kinesis client alone would try again for ever, or take the loss for a normal end.
 */
final class WatchedFetcher extends DynamoDBStreamsDataFetcher {

    private final AmazonDynamoDBStreamsAdapterClient adapter;
    private final ShardId shard;
    private final String streamArn;
    private final TrimListener trims;
    private final Runnable atShardEnd;

    WatchedFetcher(
            AmazonDynamoDBStreamsAdapterClient adapter,
            DataFetcherProviderConfig config,
            TrimListener trims,
            Runnable atShardEnd) {
        super(adapter, config);
        this.adapter = adapter;
        this.shard = ShardId.of(config.getShardId());
        this.streamArn = KinesisMapperUtil.createDynamoDBStreamsArnFromKinesisStreamName(
                config.getStreamIdentifier().streamName());
        this.trims = trims;
        this.atShardEnd = atShardEnd;
    }

    @Override
    public String getNextIterator(GetShardIteratorRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return super.getNextIterator(request);
        } catch (ExecutionException failure) {
            UnableToReadMoreRecordsException gone = gone(failure);
            if (gone == null) {
                throw failure;
            }
            return after(gone, this::oldestIterator);
        }
    }

    @Override
    public DataFetcherResult getRecords() {
        DataFetcherResult page = super.getRecords();
        if (page.getResultAdapter().nextShardIterator() == null) {
            atShardEnd.run(); // what it throws lets the page be read again
        }
        return page;
    }

    @Override
    public GetRecordsResponseAdapter ddbGetRecords(String iterator) {
        try {
            return super.ddbGetRecords(iterator);
        } catch (RuntimeException failure) {
            UnableToReadMoreRecordsException gone = gone(failure);
            if (gone == null) {
                throw failure;
            }
            return after(gone, () -> super.ddbGetRecords(oldestIterator()));
        }
    }

    /** Returns what is left after a loss; fails with what the Kinesis client takes for an end if nothing is or will be. */
    private <T> T after(UnableToReadMoreRecordsException loss, Supplier<T> rest) {
        trims.trimmed(shard, loss);
        try {
            if (loss.getCause() instanceof TrimmedDataAccessException) {
                return rest.get();
            }
        } catch (RuntimeException failure) {
            if (gone(failure) == null || isOpen()) {
                throw failure;
            }
        }
        throw ResourceNotFoundException.builder()
                .message("nothing of shard %s is left".formatted(shard))
                .build();
    }

    /** Tells whether the shard may still get records: the oldest place of one that is open may just have moved on. */
    private boolean isOpen() {
        String after = null;
        boolean more = true;
        while (more) {
            DescribeStreamRequest request = DescribeStreamRequest.builder()
                    .streamName(streamArn)
                    .exclusiveStartShardId(after)
                    .build();
            StreamDescription page = adapter.describeStream(request).join().streamDescription();
            for (Shard shown : page.shards()) {
                after = shown.shardId();
                if (after.equals(shard.text())) {
                    return shown.sequenceNumberRange().endingSequenceNumber() == null;
                }
            }
            more = Boolean.TRUE.equals(page.hasMoreShards());
        }
        return false;
    }

    private static @Nullable UnableToReadMoreRecordsException gone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnableToReadMoreRecordsException gone) {
                return gone;
            }
        }
        return null;
    }

    private String oldestIterator() {
        try {
            return super.getNextIterator(GetShardIteratorRequest.builder()
                    .streamName(streamArn)
                    .shardId(shard.text())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                    .build());
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("shard %s cannot be read at its oldest record".formatted(shard), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
