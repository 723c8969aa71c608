/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import dev.millrace.bridge.ShardId;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.FormerStreamsLeasesDeletionStrategy.NoLeaseDeletionStrategy;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.StreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * Sets a Kinesis client up for one stream.
 *
 * @param streamArn names the stream
 * @param opening opens the client that reads the stream
 * @param application the name of the lease table, and the beginning of the names of the tables beside it
 * @param client keeps the leases
 * @param images reads the image of a new row
 * @param options the user's
 */
record KclSetup(
        String streamArn,
        Supplier<StreamsClient> opening,
        String application,
        DynamoDbAsyncClient client,
        Function<Map<String, AttributeValue>, ChangeRecord> images,
        KclOptions options) {

    private static final int DISPATCHES_PER_FAILOVER = 20;
    private static final int ASSIGNMENTS_PER_FAILOVER = 4;

    /** A new leader has seen nothing yet: it gives the dead the whole fail-over time again, so it is to be there soon. */
    private static final int LEADERS_PER_FAILOVER = 4;

    private static final int HEARTBEATS_PER_LEADER = 3;

    /** From the oldest record on, so that nothing is lost that was written before the first worker started. */
    static final InitialPositionInStreamExtended FROM_THE_OLDEST =
            InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);

    /**
     * Prepares everything, gives the scheduler and the tools to {@code body}, and closes everything when that returns. Blocks; fails
     * with what the Kinesis client throws.
     */
    void run(
            ShardRecordProcessorFactory processors,
            Function<ShardId, ShardSignals> signals,
            BiConsumer<Scheduler, WorkerTools> body)
            throws Exception {
        AtomicReference<Throwable> failedStart = new AtomicReference<>();
        try (StreamsClient streams = opening.get()) {
            run(streams, processors, signals, failedStart, body);
        }
        if (failedStart.get() instanceof Exception failure) {
            throw failure;
        }
    }

    private void run(
            StreamsClient streams,
            ShardRecordProcessorFactory processors,
            Function<ShardId, ShardSignals> signals,
            AtomicReference<Throwable> failedStart,
            BiConsumer<Scheduler, WorkerTools> body)
            throws Exception {
        AsyncAdapter adapter = streams.adapter();
        // Leases named after stream and shard, though there is one stream: a recreated stream must not meet old leases.
        StreamTracker tracker = StreamsSchedulerFactory.createMultiStreamTracker(
                List.of(streams.arnForAdapter()), FROM_THE_OLDEST, new NoLeaseDeletionStrategy());
        ConfigsBuilder configs = new ConfigsBuilder(
                tracker, application, adapter, client, new NoCloudWatch(), options.workerId(), processors);
        LeaseManagementConfig leases = leases(configs.leaseManagementConfig());
        RetrievalConfig retrieval =
                configs.retrievalConfig().retrievalSpecificConfig(new SignalsConfig(adapter, signals));
        LeaseSeed seed = new LeaseSeed(adapter, tracker, leases, retrieval, this::notes);
        seed.prepare();
        Scheduler scheduler = StreamsSchedulerFactory.createScheduler(
                configs.checkpointConfig(),
                coordination(configs.coordinatorConfig(), failedStart),
                leases,
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig().callProcessRecordsEvenForEmptyRecordList(true),
                retrieval,
                adapter);
        StreamConfig stream = tracker.streamConfigList().get(0);
        String name = stream.streamIdentifier().serialize();
        body.accept(scheduler, new WorkerTools(notes(name), seed.audit(stream), streams.reader(images, options)));
    }

    private LeaseNotes notes(String stream) {
        return new LeaseNotes(client, application, stream, options.workerId());
    }

    private CoordinatorConfig coordination(CoordinatorConfig config, AtomicReference<Throwable> failedStart) {
        long dispatch = options.failover().dividedBy(DISPATCHES_PER_FAILOVER).toMillis();
        return config.clientVersionConfig(version())
                .shardConsumerDispatchPollIntervalMillis(dispatch)
                .parentShardPollIntervalMillis(dispatch)
                .schedulerInitializationBackoffTimeMillis(dispatch)
                .workerStateChangeListener(new FailedStarts(failedStart));
    }

    private ClientVersionConfig version() {
        return options.assignment() == KclOptions.Assignment.LEADER
                ? ClientVersionConfig.CLIENT_VERSION_CONFIG_3X
                : ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X;
    }

    private LeaseManagementConfig leases(LeaseManagementConfig config) {
        Duration failover = options.failover();
        Duration leader = failover.dividedBy(LEADERS_PER_FAILOVER);
        config.failoverTimeMillis(failover.toMillis())
                .leaseAssignmentIntervalMillis(
                        options.betweenLooks(ASSIGNMENTS_PER_FAILOVER).toMillis())
                // The leader's own lease: left alone, the death of a leader stops all hand-outs for two minutes.
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(leader.toMillis())
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(
                        leader.dividedBy(HEARTBEATS_PER_LEADER).toMillis())
                .maxLeasesForWorker(options.maxShards())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .shardSyncIntervalMillis(0); // the adapter means to set this but does so too late: 60 s at first start
        config.gracefulLeaseHandoffConfig().isGracefulLeaseHandoffEnabled(isLed());
        // Left alone, the leader hands the shards of a dead worker to that worker for up to a minute.
        config.workerUtilizationAwareAssignmentConfig()
                .disableWorkerMetrics(true)
                .workerMetricsReporterFreqInMillis(options.betweenReports().toMillis());
        return config;
    }

    private boolean isLed() {
        return options.assignment() == KclOptions.Assignment.LEADER;
    }
}
