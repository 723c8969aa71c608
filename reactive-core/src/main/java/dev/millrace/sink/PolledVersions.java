/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import static java.util.Objects.requireNonNull;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@link AppliedVersions} by asking again and again: a sink need not be able to do more than tell its version. */
final class PolledVersions implements AppliedVersions {

    private static final double FIRST_PAUSE_MILLIS = 10;
    private static final double LONGEST_PAUSE_MILLIS = 250;
    private static final double GROWTH = 1.5;

    private final Map<SinkName, ChangeSink> sinks;
    private final TenantGuard guard;
    private final Scheduler scheduler;

    PolledVersions(Collection<? extends ChangeSink> sinks, TenantGuard guard, Scheduler scheduler) {
        this.sinks = byName(sinks);
        this.guard = requireNonNull(guard, "guard");
        this.scheduler = requireNonNull(scheduler, "scheduler");
    }

    private static Map<SinkName, ChangeSink> byName(Collection<? extends ChangeSink> sinks) {
        Map<SinkName, ChangeSink> byName = new HashMap<>();
        for (ChangeSink sink : sinks) {
            if (byName.put(sink.name(), sink) != null) {
                throw new InvalidValueException("sink name", sink.name().text(), "must be unique");
            }
        }
        return byName;
    }

    @Override
    public Mono<Version> awaitApplied(ItemKey key, Version version, SinkName sink, Duration timeout) {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
        requireNonNull(sink, "sink");
        requireNonNull(timeout, "timeout");
        return InvokeContext.current().flatMap(caller -> {
            guard.check(caller, key.tenant());
            return poll(known(sink), key, version)
                    .timeout(requirePositive(timeout), late(key, version, sink), scheduler);
        });
    }

    private Mono<Version> poll(ChangeSink sink, ItemKey key, Version version) {
        return Mono.defer(() -> sink.appliedVersion(key))
                .filter(held -> !version.isAfter(held))
                .repeatWhenEmpty(this::pauses);
    }

    private Flux<Long> pauses(Flux<Long> attempts) {
        return attempts.concatMap(attempt -> Mono.delay(pauseAfter(attempt), scheduler), 1);
    }

    private static Duration pauseAfter(Long attempt) {
        double millis = FIRST_PAUSE_MILLIS * Math.pow(GROWTH, attempt.doubleValue());
        return Duration.ofMillis(Math.round(Math.min(millis, LONGEST_PAUSE_MILLIS)));
    }

    private static Mono<Version> late(ItemKey key, Version version, SinkName sink) {
        return Mono.error(() -> new NotAppliedInTimeException(key, version, sink));
    }

    private ChangeSink known(SinkName name) {
        ChangeSink sink = sinks.get(name);
        if (sink == null) {
            throw new InvalidValueException("sink name", name.text(), "names none of the sinks known here");
        }
        return sink;
    }

    private static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new InvalidValueException("timeout", timeout.toString(), "must be positive");
        }
        return timeout;
    }
}
