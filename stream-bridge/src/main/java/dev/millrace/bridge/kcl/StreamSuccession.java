/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.millrace.bridge.ShardId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.MultiStreamLease;

/**
 * Lets a stream begin that has taken the place of another one, which was switched off or went with its table. What was
 * recorded since the old one was carried came out of neither: the shards of the new one owe it.
 *
 * @param refresher keeps the leases of both
 * @param notes in the leases of a stream, by its name
 */
record StreamSuccession(LeaseRefresher refresher, Function<String, LeaseNotes> notes) {

    private static final Logger log = LoggerFactory.getLogger(StreamSuccession.class);

    /**
     * Moves on from the leases of any other stream, if there are some: notes in those of this one what is owed, and then
     * deletes the others. A worker that dies in between has its successor do it again. Blocks.
     */
    void begin(String stream) throws Exception {
        Map<String, List<MultiStreamLease>> byStream = refresher.listLeases().stream()
                .map(MultiStreamLease.class::cast)
                .collect(groupingBy(MultiStreamLease::streamIdentifier));
        List<MultiStreamLease> ours = byStream.getOrDefault(stream, List.of());
        byStream.remove(stream);
        if (!byStream.isEmpty()) {
            Instant since = byStream.entrySet().stream()
                    .map(old -> carriedUpTo(old.getValue(), notes.apply(old.getKey())))
                    .min(Instant::compareTo)
                    .orElse(Instant.EPOCH);
            log.warn("the stream of the command table was replaced; what was recorded since {} is owed", since);
            ours.forEach(lease -> notes.apply(stream).owe(ShardId.of(lease.shardId()), since));
            delete(byStream.values());
        }
    }

    private void delete(Collection<List<MultiStreamLease>> streams) throws Exception {
        for (List<MultiStreamLease> leases : streams) {
            for (MultiStreamLease lease : leases) {
                refresher.deleteLease(lease);
            }
        }
    }

    /** Only the youngest shards count: those before them are carried to their ends, or noted as their parents. */
    private static Instant carriedUpTo(List<MultiStreamLease> leases, LeaseNotes notes) {
        Set<String> parents = leases.stream()
                .flatMap(lease -> lease.parentShardIds().stream())
                .collect(toSet());
        return leases.stream()
                .map(MultiStreamLease::shardId)
                .filter(shard -> !parents.contains(shard))
                .map(shard -> notes.read(ShardId.of(shard)).carriedUpTo())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
