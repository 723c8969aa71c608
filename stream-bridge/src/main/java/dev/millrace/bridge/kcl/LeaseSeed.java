/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsLeaseManagementFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsShardSyncer;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.MultiStreamLease;
import software.amazon.kinesis.metrics.NullMetricsScope;
import software.amazon.kinesis.processor.StreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * Writes the leases of a stream that are missing: the first ones, for which a Kinesis client would wait up to 30 s; those
 * of the children of a shard that ends, which the adapter would write in a form that it cannot read; and those of
 * children that the stream shows late, which it forgets.
 */
final class LeaseSeed {

    private static final long TABLE_POLL_SECONDS = 1;
    private static final long TABLE_TIMEOUT_SECONDS = 60;

    private final StreamTracker tracker;
    private final LeaseManagementConfig leases;
    private final DynamoDBStreamsLeaseManagementFactory factory;

    LeaseSeed(
            KinesisAsyncClient adapter,
            StreamTracker tracker,
            LeaseManagementConfig leases,
            RetrievalConfig retrieval) {
        this.tracker = tracker;
        this.leases = leases;
        this.factory = new DynamoDBStreamsLeaseManagementFactory(adapter, leases, retrieval);
    }

    /** Creates the lease table, and then sows for the first time; refuses the leases of another stream. */
    void prepare() throws Exception {
        LeaseRefresher refresher = factory.createLeaseRefresher();
        refresher.createLeaseTableIfNotExists();
        refresher.createLeaseOwnerToLeaseKeyIndexIfNotExists();
        if (!refresher.waitUntilLeaseTableExists(TABLE_POLL_SECONDS, TABLE_TIMEOUT_SECONDS)) {
            throw new IllegalStateException("the table %s is not there".formatted(leases.tableName()));
        }
        // While a local engine makes the index it refuses writes, and a refused lease is tried again only after
        // seconds.
        refresher.waitUntilLeaseOwnerToLeaseKeyIndexExists(TABLE_POLL_SECONDS, TABLE_TIMEOUT_SECONDS);
        for (StreamConfig stream : tracker.streamConfigList()) {
            requireNoOtherStream(refresher, stream.streamIdentifier().serialize());
        }
        sow(refresher);
    }

    /** Creates the leases that are missing; leaves the others as they are. */
    void sow() {
        try {
            sow(factory.createLeaseRefresher());
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new StoreUnavailableException("the leases cannot be written now", failure);
        }
    }

    private void sow(LeaseRefresher refresher) throws Exception {
        for (StreamConfig stream : tracker.streamConfigList()) {
            sow(refresher, stream);
        }
    }

    /** Looks after the leases of a stream from now on. */
    LeaseAudit audit(StreamConfig stream) {
        return new LeaseAudit(
                factory.createShardDetector(stream), factory.createLeaseRefresher(), stream.streamIdentifier());
    }

    /** The checkpoints of a stream that was replaced say nothing about the new one, nor about the time in between. */
    private void requireNoOtherStream(LeaseRefresher refresher, String stream) throws Exception {
        boolean replaced = refresher.listLeases().stream()
                .anyMatch(lease -> lease instanceof MultiStreamLease other && !stream.equals(other.streamIdentifier()));
        if (replaced) {
            throw new StoreMisconfiguredException(
                    ("the checkpoints in table %s are of an earlier stream of the command table, which was switched off or"
                                    + " made anew since: publish again what was recorded since then, and delete table %s")
                            .formatted(leases.tableName(), leases.tableName()),
                    null);
        }
    }

    private void sow(LeaseRefresher refresher, StreamConfig stream) throws Exception {
        new DynamoDBStreamsShardSyncer(true, stream.streamIdentifier().serialize(), false)
                .checkAndCreateLeaseForNewShards(
                        factory.createShardDetector(stream),
                        refresher,
                        KclSetup.FROM_THE_OLDEST,
                        new NullMetricsScope(),
                        false,
                        refresher.isLeaseTableEmpty());
    }
}
