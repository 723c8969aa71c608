/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsLeaseManagementFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsShardSyncer;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.metrics.NullMetricsScope;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.StreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * A worker of the stock adapter. How it reads is left as it comes; its way to the first record and from the last, which
 * may take two minutes, is shortened: nothing of that is measured.
 */
final class StockWorker {

    private static final String APPLICATION = "stock-adapter";
    private static final int LOCAL_WAIT_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 30;
    private static final InitialPositionInStreamExtended FROM_THE_OLDEST =
            InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);

    private final Scheduler scheduler;
    private final Thread thread;

    private StockWorker(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.thread = new Thread(scheduler, APPLICATION);
        this.thread.setDaemon(true);
    }

    /**
     * Starts a worker of the scripted stream.
     *
     * @param leases where its leases are; without any
     * @param reading changes how it reads
     */
    static StockWorker start(
            DynamoDbStreamsAsyncClient streams,
            DynamoDbAsyncClient leases,
            UnaryOperator<DynamoDBStreamsPollingConfig> reading,
            ShardRecordProcessorFactory processors) {
        AmazonDynamoDBStreamsAdapterClient adapter =
                new AmazonDynamoDBStreamsAdapterClient(new BlockingStreams(streams), Region.US_EAST_1);
        StreamTracker tracker = StreamsSchedulerFactory.createSingleStreamTracker(ScriptedShards.ARN, FROM_THE_OLDEST);
        ConfigsBuilder configs = new ConfigsBuilder(
                tracker, APPLICATION, adapter, leases, new NoCloudWatch(), APPLICATION + "-1", processors);
        RetrievalConfig retrieval = configs.retrievalConfig()
                .retrievalSpecificConfig(reading.apply(new DynamoDBStreamsPollingConfig(ScriptedShards.ARN, adapter)));
        LeaseManagementConfig leasing = startsSoon(configs.leaseManagementConfig());
        seed(new DynamoDBStreamsLeaseManagementFactory(adapter, leasing, retrieval), tracker);
        StockWorker worker = new StockWorker(StreamsSchedulerFactory.createScheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .clientVersionConfig(ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X)
                        .schedulerInitializationBackoffTimeMillis(LOCAL_WAIT_MILLIS)
                        .parentShardPollIntervalMillis(LOCAL_WAIT_MILLIS)
                        .shardConsumerDispatchPollIntervalMillis(LOCAL_WAIT_MILLIS),
                leasing,
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                retrieval,
                adapter));
        worker.thread.start();
        return worker;
    }

    private static LeaseManagementConfig startsSoon(LeaseManagementConfig config) {
        config.billingMode(BillingMode.PAY_PER_REQUEST)
                .shardSyncIntervalMillis(0)
                .listShardsBackoffTimeInMillis(LOCAL_WAIT_MILLIS);
        config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        return config;
    }

    /** Without a lease a worker waits up to half a minute before it makes the first. */
    private static void seed(DynamoDBStreamsLeaseManagementFactory factory, StreamTracker tracker) {
        LeaseRefresher refresher = factory.createLeaseRefresher();
        StreamConfig stream = tracker.streamConfigList().get(0);
        try {
            refresher.createLeaseTableIfNotExists();
            refresher.waitUntilLeaseTableExists(1, PATIENCE_SECONDS);
            new DynamoDBStreamsShardSyncer(false, stream.streamIdentifier().toString(), false)
                    .checkAndCreateLeaseForNewShards(
                            factory.createShardDetector(stream),
                            refresher,
                            FROM_THE_OLDEST,
                            new NullMetricsScope(),
                            false,
                            true);
        } catch (Exception e) {
            throw new IllegalStateException("the leases cannot be made", e);
        }
    }

    /** Stops in order. */
    void stop() {
        try {
            scheduler.startGracefulShutdown().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the worker does not stop", e);
        }
    }

    /** Stands where the worker insists on a client that it never calls without metrics. */
    private static final class NoCloudWatch implements CloudWatchAsyncClient {

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
