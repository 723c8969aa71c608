/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static java.util.stream.Collectors.toSet;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.streams.ShardNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/**
 * Which shards of a stream may be read: those not begun yet whose parent was carried to its end or is unknown. Safe for
 * concurrent use.
 */
final class ShardGraph {

    /** How often to look sooner than usual for the children of shards that have ended. A merge leaves one without any. */
    private static final int LOOKS_FOR_CHILDREN = 20;

    /** Up to where shards were carried in part or whole. */
    private final Map<ShardId, SequenceNumber> places = new HashMap<>();

    private final Map<ShardId, ShardNote> notes = new HashMap<>();
    private final Map<ShardId, Shard> listed = new LinkedHashMap<>();
    private final Set<ShardId> begun = new HashSet<>();
    private final Set<ShardId> childless = new HashSet<>();

    private int looksLeft;

    /** Creates a graph of which so far only is known what is kept of its shards. */
    ShardGraph(Map<ShardId, ShardRow> kept) {
        kept.forEach((shard, row) -> {
            row.place().ifPresent(place -> places.put(shard, place));
            noted(shard, row.note());
        });
    }

    /** Returns those of some shards whose parents are not among them. */
    static List<ShardId> first(List<Shard> shards) {
        Set<String> ids = shards.stream().map(Shard::shardId).collect(toSet());
        return shards.stream()
                .filter(shard -> !ids.contains(shard.parentShardId()))
                .map(shard -> ShardId.of(shard.shardId()))
                .toList();
    }

    /** Takes note of what is known of a shard, for its children. */
    synchronized void noted(ShardId shard, ShardNote note) {
        if (note.isKnown()) {
            notes.put(shard, note);
        }
    }

    /** What is known of a shard before it is begun: as much as of its parent, which is carried to its end. */
    synchronized ShardNote inherited(ShardId shard) {
        Shard shown = listed.get(shard);
        ShardNote note =
                shown == null || shown.parentShardId() == null ? null : notes.get(ShardId.of(shown.parentShardId()));
        return note == null ? ShardNote.NONE : new ShardNote(note.carriedUpTo(), false);
    }

    /**
     * Takes note of what the stream shows, and returns the shards to read next, which count as begun from now on. A shard
     * that the stream does not show, though it was carried only in part, is among them: its reading finds out.
     */
    synchronized List<ShardId> update(List<Shard> shards) {
        listed.clear();
        shards.forEach(shard -> listed.put(ShardId.of(shard.shardId()), shard));
        listed.values().forEach(this::adopt);
        looksLeft--;
        List<ShardId> ready = new ArrayList<>(places.keySet().stream()
                .filter(shard -> !listed.containsKey(shard))
                .filter(this::isToBegin)
                .toList());
        listed.values().stream()
                .filter(shard -> isToBegin(ShardId.of(shard.shardId())) && isOrphanOrNext(shard))
                .map(shard -> ShardId.of(shard.shardId()))
                .forEach(ready::add);
        begun.addAll(ready);
        return ready;
    }

    private void adopt(Shard child) {
        if (child.parentShardId() != null) {
            childless.remove(ShardId.of(child.parentShardId()));
        }
    }

    private boolean isToBegin(ShardId shard) {
        return !begun.contains(shard) && !isEnded(shard);
    }

    private boolean isOrphanOrNext(Shard shard) {
        if (shard.parentShardId() == null) {
            return true;
        }
        ShardId parent = ShardId.of(shard.parentShardId());
        boolean known = listed.containsKey(parent) || places.containsKey(parent) || begun.contains(parent);
        return !known || isEnded(parent);
    }

    private boolean isEnded(ShardId shard) {
        return SequenceNumber.SHARD_END.equals(places.get(shard));
    }

    /** Takes note that a shard was carried to its end. */
    synchronized void ended(ShardId shard) {
        places.put(shard, SequenceNumber.SHARD_END);
        childless.add(shard);
        looksLeft = LOOKS_FOR_CHILDREN;
    }

    /** Tells whether children of a shard that has ended are still to be found. */
    synchronized boolean isWaitingForChildren() {
        return looksLeft > 0 && !childless.isEmpty();
    }

    /** Removes and returns the shards that were carried to their end and that the stream no longer shows. */
    synchronized List<ShardId> takeForgettable() {
        List<ShardId> gone = places.keySet().stream()
                .filter(shard -> isEnded(shard) && !listed.containsKey(shard))
                .toList();
        gone.forEach(places::remove);
        gone.forEach(notes::remove);
        gone.forEach(childless::remove);
        begun.removeAll(gone);
        return gone;
    }
}
