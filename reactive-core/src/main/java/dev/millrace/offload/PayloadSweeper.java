/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

import dev.millrace.StoreMisconfiguredException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes payloads that no row points to: those of publishes that lost a race or were given up, and those of rows that
 * expired.
 *
 * <p>A payload is old, then unmarked, then removed, in this order. Old: nobody has put it for the grace, and whoever
 * publishes puts it before the row, so no row that is yet to come can point to it. Unmarked: none of the pointers that
 * rows hold, all read after it was listed, leads to it. Removed: unless it was put again meanwhile.
 */
public final class PayloadSweeper {

    /** How many old payloads are held against the rows at a time: one reading of all rows for each such batch. */
    private static final int BATCH = 100_000;

    private static final int REMOVALS = 4;

    private final PayloadStore store;
    private final Flux<PayloadPointer> held;
    private final SweepOptions options;

    private PayloadSweeper(PayloadStore store, Flux<PayloadPointer> held, SweepOptions options) {
        this.store = store;
        this.held = held;
        this.options = options;
    }

    /**
     * Returns a sweeper.
     *
     * @param store what is swept, as a whole: every module that offloads to it must be in {@code held}
     * @param held the pointers that rows hold, read anew by each subscription; more than one of each does no harm
     */
    public static PayloadSweeper over(PayloadStore store, Flux<PayloadPointer> held, SweepOptions options) {
        return new PayloadSweeper(
                requireNonNull(store, "store"), requireNonNull(held, "held"), requireNonNull(options, "options"));
    }

    /**
     * Emits the payloads that no row points to and, unless this is a dry run, removes each before it is emitted.
     *
     * <ul>
     *   <li><b>Fails</b> when the rows or the store cannot be read, and then removes nothing more; with
     *       {@link StoreMisconfiguredException} when there are old payloads and no row points to anything: then it is
     *       more likely that these are the wrong rows.
     *   <li><b>Cancelling</b> stops it; starting again is safe. Two at once are, too.
     *   <li><b>Memory</b>: up to 100,000 old payloads' names at a time, whatever the number of rows.
     * </ul>
     */
    public Flux<SweptPayload> sweep() {
        return Flux.defer(() -> store.list(youngest()))
                .buffer(BATCH)
                .concatMap(this::sweep, 0); // prefetch 0: list on only when this batch is done
    }

    private Instant youngest() {
        return options.clock().instant().minus(options.grace());
    }

    private Flux<SweptPayload> sweep(List<StoredPayload> old) {
        Map<String, StoredPayload> unmarked = new LinkedHashMap<>(old.size() * 4 / 3 + 1);
        old.forEach(payload -> unmarked.put(payload.location(), payload));
        return held.doOnNext(pointer -> unmarked.remove(pointer.location()))
                .count()
                .doOnNext(PayloadSweeper::requireRows)
                .thenMany(Flux.defer(() -> Flux.fromIterable(unmarked.values())))
                .flatMapSequential(this::remove, REMOVALS);
    }

    private static void requireRows(long pointers) {
        if (pointers == 0) {
            throw new StoreMisconfiguredException(
                    "there are old payloads and no row points to any: nothing is swept, since the rows are probably"
                            + " those of another module",
                    null);
        }
    }

    private Mono<SweptPayload> remove(StoredPayload payload) {
        Mono<Boolean> removed = options.dryRun() ? Mono.just(false) : store.remove(payload);
        return removed.map(gone -> new SweptPayload(payload, gone));
    }
}
