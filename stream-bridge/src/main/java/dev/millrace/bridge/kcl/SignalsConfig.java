/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import dev.millrace.bridge.ShardId;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RetrievalFactory;

/** Gives the Kinesis client {@link ShardSignals} to read, in the shape of the configuration that its adapter insists on. */
final class SignalsConfig extends DynamoDBStreamsPollingConfig {

    private final Function<ShardId, ShardSignals> signals;

    SignalsConfig(KinesisAsyncClient adapter, Function<ShardId, ShardSignals> signals) {
        super(adapter);
        this.signals = signals;
    }

    @Override
    public RetrievalFactory retrievalFactory() {
        return new RetrievalFactory() {

            @Override
            public RecordsPublisher createGetRecordsCache(
                    ShardInfo shard, StreamConfig stream, MetricsFactory metrics) {
                return signals.apply(ShardId.of(shard.shardId()));
            }
        };
    }
}
