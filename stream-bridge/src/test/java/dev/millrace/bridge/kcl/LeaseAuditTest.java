/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.MultiStreamLease;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** Shards are written {@code child<parent}. */
class LeaseAuditTest {

    private final Map<String, Lease> leases = new HashMap<>();

    @Test
    void a_child_whose_parent_has_ended_and_that_has_no_lease_is_an_orphan() {
        ended("a");
        assertThat(orphans("a", "b<a")).containsExactly("b");
    }

    @Test
    void a_child_whose_parent_is_still_read_gets_its_lease_when_that_ends() {
        reading("a");
        assertThat(orphans("a", "b<a")).isEmpty();
    }

    @Test
    void a_child_whose_parent_the_stream_has_forgotten_is_an_orphan() {
        assertThat(orphans("b<a")).containsExactly("b");
    }

    @Test
    void a_shard_whose_lease_was_deleted_is_an_orphan_and_its_child_is_not_yet() {
        assertThat(orphans("a", "b<a")).containsExactly("a");
    }

    @Test
    void a_shard_whose_lease_was_cleaned_up_after_its_child_was_begun_is_none() {
        reading("c");
        assertThat(orphans("a", "b<a", "c<b")).isEmpty();
    }

    @Test
    void both_children_of_a_split_are_orphans() {
        ended("a");
        assertThat(orphans("a", "b<a", "c<a")).containsExactly("b", "c");
    }

    @Test
    void shards_with_leases_are_none() {
        ended("a");
        reading("b");
        assertThat(orphans("a", "b<a")).isEmpty();
    }

    private List<String> orphans(String... shards) {
        List<Shard> graph = Stream.of(shards).map(LeaseAuditTest::shard).toList();
        return LeaseAudit.orphans(graph, leases).stream().map(Shard::shardId).toList();
    }

    private static Shard shard(String text) {
        String[] parts = text.split("<", 2);
        Shard.Builder shard = Shard.builder().shardId(parts[0]);
        return parts.length == 1 ? shard.build() : shard.parentShardId(parts[1]).build();
    }

    private void ended(String shard) {
        lease(shard, ExtendedSequenceNumber.SHARD_END);
    }

    private void reading(String shard) {
        lease(shard, new ExtendedSequenceNumber("7"));
    }

    private void lease(String shard, ExtendedSequenceNumber checkpoint) {
        MultiStreamLease lease = new MultiStreamLease();
        lease.checkpoint(checkpoint);
        leases.put(shard, lease);
    }
}
