/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * Notices what has not ended in time, where everything has equally long and almost everything ends.
 *
 * <p>One look a second serves all, for as long as anything is waited for. A timer for each would lock the queue of the
 * scheduler twice, which is where the answers go through.
 */
final class Deadlines {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Holds what is waited for, and what has ended since the last look: the calls of a second. */
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean isLookDue = new AtomicBoolean();
    private final long patience;

    /** How many looks there were; only a look counts. */
    private volatile long looks;

    /** Creates deadlines so long after the beginning. */
    Deadlines(Duration after) {
        long roundedUp = after.plus(BETWEEN_LOOKS).minusNanos(1).dividedBy(BETWEEN_LOOKS);
        this.patience = roundedUp + 1; // the first look may come at once
    }

    /** The longest that anything may take. */
    Duration longest() {
        return BETWEEN_LOOKS.multipliedBy(patience);
    }

    /** Begins to wait. What is late is told so once, on Reactor's parallel threads, unless it was disposed of before. */
    Disposable begin(Runnable late) {
        Waiting begun = new Waiting(looks, late);
        waiting.add(begun);
        lookLater();
        return begun;
    }

    private void lookLater() {
        if (isLookDue.compareAndSet(false, true)) {
            Schedulers.parallel().schedule(this::look, BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        long now = looks + 1;
        looks = now;
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (next.isDisposed()) {
                each.remove();
            } else if (now - next.since >= patience) {
                each.remove();
                Schedulers.parallel().schedule(next::tell);
            }
        }
        isLookDue.set(false);
        if (!waiting.isEmpty()) {
            lookLater();
        }
    }

    /** Something that has begun. Once it has ended it holds on to nothing, though it stays in the queue until the next look. */
    private static final class Waiting implements Disposable {

        private final long since;
        private volatile @Nullable Runnable late;

        Waiting(long since, Runnable late) {
            this.since = since;
            this.late = late;
        }

        void tell() {
            @Nullable Runnable told = late;
            if (told != null) {
                told.run();
            }
        }

        @Override
        public void dispose() {
            late = null;
        }

        @Override
        public boolean isDisposed() {
            return late == null;
        }
    }
}
