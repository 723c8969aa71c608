/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsDataFetcher;
import com.amazonaws.services.dynamodbv2.streamsadapter.exceptions.UnableToReadMoreRecordsException;
import dev.millrace.bridge.ShardId;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.retrieval.DataFetcherProviderConfig;
import software.amazon.kinesis.retrieval.DataFetcherResult;

/** Reads one shard, and tells when its records are gone; the Kinesis client would log that and try again for ever. */
final class WatchedFetcher extends DynamoDBStreamsDataFetcher {

    private final ShardId shard;
    private final TrimListener trims;

    WatchedFetcher(AmazonDynamoDBStreamsAdapterClient adapter, DataFetcherProviderConfig config, TrimListener trims) {
        super(adapter, config);
        this.shard = ShardId.of(config.getShardId());
        this.trims = trims;
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
            return super.getRecords();
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    private RuntimeException told(RuntimeException failure) {
        if (failure instanceof UnableToReadMoreRecordsException
                || failure.getCause() instanceof UnableToReadMoreRecordsException) {
            trims.trimmed(shard, failure);
        }
        return failure;
    }
}
