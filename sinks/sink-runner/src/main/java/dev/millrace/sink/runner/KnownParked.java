/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What a run knows of the items that are parked, in memory that does not grow with them: those that were parked when it
 * last asked, and those that it has parked since. It asks before the first delivery of whatever was read by somebody else
 * before, and every now and then, to forget those that were released.
 */
final class KnownParked {

    private static final long NEVER = -1;

    private final Supplier<Flux<ItemKey>> keys;
    private final long refreshMillis;
    private final Scheduler scheduler;
    private volatile ParkedFilter current = new ParkedFilter();
    private volatile @Nullable ParkedFilter loading;
    private volatile long tenure = NEVER;
    private volatile long loadedAt;

    KnownParked(Supplier<Flux<ItemKey>> keys, Duration refresh, Scheduler scheduler) {
        this.keys = keys;
        this.refreshMillis = refresh.toMillis();
        this.scheduler = scheduler;
    }

    boolean isCurrent(long deliveredIn) {
        return deliveredIn <= tenure && now() - loadedAt < refreshMillis;
    }

    /** Asks anew. To be subscribed to by one at a time. */
    Mono<Void> load(long forTenure) {
        return Mono.defer(() -> {
            ParkedFilter fresh = new ParkedFilter();
            loading = fresh;
            return keys.get().doOnNext(fresh::add).then(Mono.fromRunnable(() -> replaceBy(fresh, forTenure)));
        });
    }

    private void replaceBy(ParkedFilter fresh, long forTenure) {
        current = fresh;
        loading = null;
        loadedAt = now();
        tenure = Math.max(tenure, forTenure);
    }

    /** Adds to what is there and to what is about to replace it, whenever that happens. */
    void add(ItemKey key) {
        ParkedFilter added;
        do {
            added = current;
            added.add(key);
            ParkedFilter next = loading;
            if (next != null) {
                next.add(key);
            }
        } while (current != added);
    }

    boolean mayContain(ItemKey key) {
        return current.mayContain(key);
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }
}
