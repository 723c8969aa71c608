/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsLeaseManagementFactory;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseRefresher;
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
    private final Function<String, LeaseNotes> notes;
    private final LeaseManagementConfig leases;
    private final DynamoDBStreamsLeaseManagementFactory factory;

    LeaseSeed(
            KinesisAsyncClient adapter,
            StreamTracker tracker,
            LeaseManagementConfig leases,
            RetrievalConfig retrieval,
            Function<String, LeaseNotes> notes) {
        this.notes = notes;
        this.tracker = tracker;
        this.leases = leases;
        this.factory = new DynamoDBStreamsLeaseManagementFactory(adapter, leases, retrieval);
    }

    /** Creates the lease table, and then sows for the first time; leaves no lease of another stream. */
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
        sowAll();
        StreamSuccession succession = new StreamSuccession(refresher, notes);
        for (StreamConfig stream : tracker.streamConfigList()) {
            succession.begin(stream.streamIdentifier().serialize());
        }
    }

    private void sowAll() throws Exception {
        for (StreamConfig stream : tracker.streamConfigList()) {
            audit(stream).sow();
        }
    }

    /** Looks after the leases of a stream from now on. */
    LeaseAudit audit(StreamConfig stream) {
        return new LeaseAudit(
                factory.createShardDetector(stream), factory.createLeaseRefresher(), stream.streamIdentifier());
    }
}
