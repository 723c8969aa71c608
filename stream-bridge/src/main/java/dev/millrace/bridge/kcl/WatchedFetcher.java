/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsDataFetcher;
import com.amazonaws.services.dynamodbv2.streamsadapter.exceptions.UnableToReadMoreRecordsException;
import dev.millrace.bridge.ShardId;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.retrieval.DataFetcherProviderConfig;
import software.amazon.kinesis.retrieval.DataFetcherResult;

/**
 * Reads one shard, and tells when its records are gone, which the Kinesis client would log and try again for ever, and
 * when it has ended.
 */
final class WatchedFetcher extends DynamoDBStreamsDataFetcher {

    private final ShardId shard;
    private final TrimListener trims;
    private final Runnable atShardEnd;

    WatchedFetcher(
            AmazonDynamoDBStreamsAdapterClient adapter,
            DataFetcherProviderConfig config,
            TrimListener trims,
            Runnable atShardEnd) {
        super(adapter, config);
        this.shard = ShardId.of(config.getShardId());
        this.trims = trims;
        this.atShardEnd = atShardEnd;
    }

    @Override
    public void advanceIteratorTo(String sequenceNumber, InitialPositionInStreamExtended initialPosition) {
        try {
            super.advanceIteratorTo(sequenceNumber, initialPosition);
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    @Override
    public DataFetcherResult getRecords() {
        try {
            return passed(super.getRecords());
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    private DataFetcherResult passed(DataFetcherResult page) {
        if (page.getResultAdapter().nextShardIterator() == null) {
            atShardEnd.run(); // what it throws lets the page be read again
        }
        return page;
    }

    private RuntimeException told(RuntimeException failure) {
        if (failure instanceof UnableToReadMoreRecordsException
                || failure.getCause() instanceof UnableToReadMoreRecordsException) {
            trims.trimmed(shard, failure);
        }
        return failure;
    }
}
