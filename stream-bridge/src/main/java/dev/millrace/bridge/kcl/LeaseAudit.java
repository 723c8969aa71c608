/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.millrace.bridge.ShardId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.MultiStreamLease;
import software.amazon.kinesis.leases.ShardDetector;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * Compares the shards that a stream shows with the leases. The Kinesis client makes the lease of a child when its parent
 * ends, and looks for forgotten ones only in Kinesis itself.
 *
 * @param detector shows the shards
 * @param refresher keeps the leases
 * @param stream which stream
 */
record LeaseAudit(ShardDetector detector, LeaseRefresher refresher, StreamIdentifier stream) {

    /** Makes the leases that are missing, and tells of each one. Blocks. */
    void adoptOrphans(Consumer<ShardId> adopted) throws Exception {
        List<Shard> shards = detector.listShards();
        if (shards == null) {
            return; // the stream did not answer; the next audit asks again
        }
        Map<String, Lease> leases = refresher.listLeasesForStream(stream).stream()
                .collect(toMap(lease -> ((MultiStreamLease) lease).shardId(), lease -> lease));
        for (Shard orphan : orphans(shards, leases)) {
            if (refresher.createLeaseIfNotExists(lease(orphan))) {
                adopted.accept(ShardId.of(orphan.shardId()));
            }
        }
    }

    /**
     * The shards whose turn it is and that nobody will ever read. A shard without a lease is done with if one of its
     * descendants has one, and it is not its turn while its parent is not read to its end.
     */
    static List<Shard> orphans(List<Shard> shards, Map<String, Lease> leases) {
        Map<String, Shard> byId = shards.stream().collect(toMap(Shard::shardId, shard -> shard));
        Set<String> begun = shards.stream()
                .filter(shard -> leases.containsKey(shard.shardId()))
                .flatMap(shard -> ancestors(shard, byId).stream())
                .collect(toSet());
        return shards.stream()
                .filter(shard -> !leases.containsKey(shard.shardId()))
                .filter(shard -> !begun.contains(shard.shardId()))
                .filter(shard -> isItsTurn(shard, byId, leases))
                .toList();
    }

    private static Set<String> ancestors(Shard shard, Map<String, Shard> byId) {
        Set<String> found = new HashSet<>();
        for (Shard next = shard; next != null; next = byId.get(parent(next))) {
            found.add(parent(next));
        }
        return found;
    }

    private static boolean isItsTurn(Shard shard, Map<String, Shard> byId, Map<String, Lease> leases) {
        Lease parent = leases.get(parent(shard));
        return parent == null
                ? !byId.containsKey(parent(shard))
                : ExtendedSequenceNumber.SHARD_END.equals(parent.checkpoint());
    }

    private static String parent(Shard shard) {
        return shard.parentShardId() == null ? "" : shard.parentShardId();
    }

    /** The lease as the Kinesis client makes it when a parent ends. */
    private Lease lease(Shard shard) {
        MultiStreamLease lease = new MultiStreamLease();
        lease.leaseKey(MultiStreamLease.getLeaseKey(stream.serialize(), shard.shardId()));
        lease.streamIdentifier(stream.serialize());
        lease.shardId(shard.shardId());
        lease.checkpoint(ExtendedSequenceNumber.TRIM_HORIZON);
        lease.leaseCounter(0L);
        lease.ownerSwitchesSinceCheckpoint(0L);
        lease.parentShardIds(shard.parentShardId() == null ? List.of() : List.of(shard.parentShardId()));
        return lease;
    }
}
