/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.parking.SinkEntry.Action;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What people do with a sink as a whole, such as pausing it: by whom it may be done, and that it is written down.
 *
 * <p>The caller is the {@link InvokeContext} of the subscriber's Reactor Context. A sink is every tenant's: both methods
 * fail, before any I/O, with {@link dev.millrace.context.MissingContextException} without a caller, and with
 * {@link dev.millrace.context.TenantViolationException} for one who may not see every tenant. Nothing happens before
 * subscription. What is done about single items is {@link Parking}.
 */
public final class SinkOversight {

    private final SinkJournal journal;
    private final TenantGuard guard;
    private final Clock clock;

    private SinkOversight(SinkJournal journal, TenantGuard guard, Clock clock) {
        this.journal = requireNonNull(journal, "journal");
        this.guard = requireNonNull(guard, "guard");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Returns the service over that journal. */
    public static SinkOversight over(SinkJournal journal, TenantGuard guard, Clock clock) {
        return new SinkOversight(journal, guard, clock);
    }

    /**
     * Writes down what the caller is about to do and then does it; emits what that emits. Without the entry it is not done:
     * an entry without its effect can be explained, an effect without its entry cannot.
     *
     * @param detail more of it, such as the position; may be empty
     * @param deed what is done
     */
    public <T> Mono<T> noted(SinkId sink, Action action, String detail, Mono<T> deed) {
        requireNonNull(deed, "deed");
        return caller().flatMap(caller -> journal.record(
                        sink, new SinkEntry(clock.instant(), caller.user().userId(), action, detail))
                .then(deed));
    }

    /**
     * Emits what was done with a sink, oldest first; pages are read as the subscriber asks for more. Fails with
     * {@link dev.millrace.StoreUnavailableException} when the store cannot be reached.
     */
    public Flux<SinkEntry> entries(SinkId sink) {
        requireNonNull(sink, "sink");
        return caller().flatMapMany(caller -> journal.entries(sink));
    }

    private Mono<InvokeContext> caller() {
        return InvokeContext.current().doOnNext(guard::checkEveryTenant);
    }
}
