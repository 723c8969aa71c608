/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.List;

/** A shard of the stream, and what the table of leases says of it. */
final class SimShard {

    static final int HASHES = 16;
    private static final int BYTES = 100;

    private final ShardId id;
    private final List<SimShard> parents;
    private final int firstHash;
    private final int lastHash;
    private final List<StreamRecord> records = new ArrayList<>();
    private final List<Runnable> readers = new ArrayList<>();
    private long lastRecordDue;
    private boolean takesMore = true;
    private boolean closed;

    private String owner = "";
    private long renewedAt;
    private long tenure;
    private int saved;
    private int forgotten;
    private boolean finished;

    SimShard(int number, List<SimShard> parents, int firstHash, int lastHash) {
        this.id = ShardId.of("shard-" + number);
        this.parents = parents;
        this.firstHash = firstHash;
        this.lastHash = lastHash;
    }

    ShardId id() {
        return id;
    }

    int firstHash() {
        return firstHash;
    }

    int lastHash() {
        return lastHash;
    }

    boolean takes(int hash) {
        return takesMore && firstHash <= hash && hash <= lastHash;
    }

    boolean takesMore() {
        return takesMore;
    }

    /** When a record can be read that is written now, at the earliest; none overtakes another. */
    long due(long wanted) {
        lastRecordDue = Math.max(lastRecordDue, wanted);
        return lastRecordDue;
    }

    /** Takes no more records; it is over once those that are on their way can be read. */
    long takeNoMore(long now) {
        takesMore = false;
        return Math.max(lastRecordDue, now);
    }

    void add(ChangeRecord change) {
        SequenceNumber at = SequenceNumber.of(Integer.toString(records.size() + 1));
        records.add(new StreamRecord.Changed(at, BYTES, change));
        wakeReaders();
    }

    void close() {
        closed = true;
        wakeReaders();
    }

    boolean isClosed() {
        return closed;
    }

    void onNews(Runnable reader) {
        readers.add(reader);
    }

    private void wakeReaders() {
        readers.forEach(Runnable::run);
    }

    int size() {
        return records.size();
    }

    /** Loses all that there is. */
    void forget() {
        forgotten = records.size();
    }

    /** How many of the first records are gone. */
    int forgotten() {
        return forgotten;
    }

    StreamRecord get(int index) {
        return records.get(index);
    }

    /** Where the next owner begins. */
    int saved() {
        return saved;
    }

    boolean isReadable() {
        return !finished && parents.stream().allMatch(parent -> parent.finished);
    }

    boolean isFreeAt(long now, long failover) {
        return owner.isEmpty() || now - renewedAt > failover;
    }

    boolean isOwnedBy(String process) {
        return owner.equals(process);
    }

    /** Returns the number of the tenure that begins. */
    long take(String process, long now) {
        owner = process;
        renewedAt = now;
        readers.clear();
        return ++tenure;
    }

    boolean isHeldIn(long oneTenure) {
        return tenure == oneTenure;
    }

    void renew(long now) {
        renewedAt = now;
    }

    void release() {
        owner = "";
        tenure++;
    }

    void save(SequenceNumber upTo) {
        if (upTo.equals(SequenceNumber.SHARD_END)) {
            finished = true;
        } else {
            saved = Integer.parseInt(upTo.text());
        }
    }
}
