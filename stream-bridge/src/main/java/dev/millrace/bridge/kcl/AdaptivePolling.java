/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.retrieval.DataFetcherProviderConfig;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RetrievalFactory;
import software.amazon.kinesis.retrieval.polling.DataFetcher;
import software.amazon.kinesis.retrieval.polling.SynchronousBlockingRetrievalFactory;

/**
 * Reads each shard at a pace of its own. The adapter has one pause for all, and replaces whatever pace is set by its own;
 * so this is set where the reading begins.
 */
final class AdaptivePolling extends DynamoDBStreamsPollingConfig {

    /** Reads ahead of the one being handed over, per shard: enough to keep reading while Kafka answers. */
    private static final int READS_AHEAD = 2;

    private final KclOptions options;
    private final AsyncAdapter adapter;
    private final TrimListener trims;

    private Runnable atShardEnd = () -> {};

    AdaptivePolling(AsyncAdapter adapter, KclOptions options, TrimListener trims) {
        super(adapter);
        this.adapter = adapter;
        this.options = options;
        this.trims = trims;
        idleTimeBetweenReadsInMillis(options.idle().toMillis());
        recordsFetcherFactory().maxPendingProcessRecordsInput(READS_AHEAD);
    }

    /** Lets this run whenever a shard is read to its end, before anything is made of that. */
    void atShardEnd(Runnable action) {
        atShardEnd = action;
    }

    @Override
    public RetrievalFactory retrievalFactory() {
        recordsFetcherFactory().idleMillisBetweenCalls(options.idle().toMillis());
        return new ShardByShard();
    }

    private DataFetcher fetcher(DataFetcherProviderConfig shard) {
        return new WatchedFetcher(adapter, shard, trims, atShardEnd);
    }

    private final class ShardByShard implements RetrievalFactory {

        @Override
        public RecordsPublisher createGetRecordsCache(ShardInfo shard, StreamConfig stream, MetricsFactory metrics) {
            return ofOneShard().createGetRecordsCache(shard, stream, metrics);
        }

        @Override
        public RecordsPublisher createGetRecordsCache(
                ShardInfo shard, StreamConfig stream, MetricsFactory metrics, String consumerId) {
            return ofOneShard().createGetRecordsCache(shard, stream, metrics, consumerId);
        }

        private RetrievalFactory ofOneShard() {
            return new SynchronousBlockingRetrievalFactory(
                    streamName(),
                    adapter,
                    recordsFetcherFactory(),
                    maxRecords(),
                    kinesisRequestTimeout(),
                    AdaptivePolling.this::fetcher,
                    new ShardPace(options));
        }
    }
}
