/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.Collection;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Tells how far read models have come, so that one can read what one has written. */
public interface AppliedVersions {

    /**
     * Returns a service that asks these sinks; fails with {@link dev.millrace.item.InvalidValueException} if two of them
     * share a name.
     */
    static AppliedVersions over(Collection<? extends ChangeSink> sinks, TenantGuard guard) {
        return over(sinks, guard, Schedulers.parallel());
    }

    /** {@link #over(Collection, TenantGuard)} with another scheduler to keep the time. */
    static AppliedVersions over(Collection<? extends ChangeSink> sinks, TenantGuard guard, Scheduler scheduler) {
        return new PolledVersions(sinks, guard, scheduler);
    }

    /**
     * Emits the version of the item that the sink holds, once it is the one asked for or a later one. From then on each
     * query of that read model sees at least this version.
     *
     * <p>Nothing happens before subscription. The caller is the {@link InvokeContext} of the subscriber's Reactor Context.
     * The sink is asked at once, and again after pauses that grow from 10 to 250 ms.
     *
     * <ul>
     *   <li><b>Fails</b>, before any I/O, with {@link dev.millrace.context.MissingContextException}, with
     *       {@link dev.millrace.context.TenantViolationException} for another tenant's item, and with
     *       {@link dev.millrace.item.InvalidValueException} for a sink that is not among those known, or a timeout that is
     *       not positive; with {@link NotAppliedInTimeException} after the timeout; with the sink's failure when it cannot
     *       be read.
     *   <li><b>Cancelling</b> stops the asking.
     *   <li><b>Threads</b>: signals arrive on the sink's or the scheduler's thread; do not block there.
     * </ul>
     */
    Mono<Version> awaitApplied(ItemKey key, Version version, SinkName sink, Duration timeout);
}
