/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.bridge.Seen.Step;
import dev.millrace.bridge.StreamRecord.Changed;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the versions of each item of one shard in order: a stream record is only a hint that there is such a version.
 * What is known already is dropped, what is missing is published first, and while an item waits for that, its later
 * records wait too and those of the others flow on.
 */
final class ShardOrder {

    private final SeenVersions seen;
    private final Healing healing;
    private final ChangeRoad road;
    private final BridgeEvents events;

    /** Tells when the last record of an item that is being healed is on its way. No more items than are in flight. */
    private final Map<ItemKey, Sinks.Empty<Void>> busy = new HashMap<>();

    ShardOrder(ChangeRoad road, SeenVersions seen, Healing healing, BridgeEvents events) {
        this.seen = seen;
        this.healing = healing;
        this.road = road;
        this.events = events;
    }

    /** What is known of the record's item. */
    Seen item(Changed record) {
        return seen.of(record.change());
    }

    /**
     * Completes when the change, and all that has to come before it, is acknowledged. To be called in the order of the shard,
     * and subscribed to at once.
     */
    Mono<Void> carry(Changed record, Seen item) {
        ChangeRecord change = record.change();
        Sinks.Empty<Void> before;
        Sinks.Empty<Void> after;
        synchronized (busy) {
            before = busy.isEmpty() ? null : busy.get(change.key());
            Step step = before == null ? step(item, change) : null;
            if (step != null && !needsHealing(step)) {
                return carry(record, step);
            }
            after = Sinks.empty();
            busy.put(change.key(), after);
        }
        return turn(before).then(Mono.defer(() -> carryInTurn(record, item, after)));
    }

    private Step step(Seen item, ChangeRecord change) {
        long version = change.version().value();
        Step step = item.step(this, version);
        if (step == Step.FIRST_SIGHT && !healing.looksBack()) {
            item.sent(this, version, version);
            return Step.NEXT;
        }
        return step;
    }

    private static boolean needsHealing(Step step) {
        return step == Step.GAP || step == Step.FIRST_SIGHT;
    }

    private Mono<Void> carry(Changed record, Step step) {
        if (step == Step.REPEATED) {
            events.repeatDropped(road.shard(), record.change());
            return Mono.empty();
        }
        if (step == Step.LATE) {
            events.cameLate(road.shard(), record.change());
        }
        return road.publish(record.at(), record.change());
    }

    /** Another thread goes on with what waited, so that a long queue is no deep stack. */
    private static Mono<Void> turn(Sinks.@Nullable Empty<Void> before) {
        return before == null ? Mono.empty() : before.asMono().publishOn(Schedulers.parallel());
    }

    private Mono<Void> carryInTurn(Changed record, Seen item, Sinks.Empty<Void> after) {
        Step step = step(item, record.change());
        Mono<Void> next = Mono.fromRunnable(() -> goOn(record.change().key(), after));
        return needsHealing(step)
                ? healing.heal(record, item, this, step == Step.FIRST_SIGHT, road)
                        .then(next)
                : Mono.when(
                        carry(record, step), next); // in this order: the next one may go once this one is on its way
    }

    private void goOn(ItemKey key, Sinks.Empty<Void> after) {
        synchronized (busy) {
            busy.remove(key, after);
        }
        after.tryEmitEmpty();
    }
}
