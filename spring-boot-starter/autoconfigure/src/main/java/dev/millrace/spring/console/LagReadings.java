/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static java.util.stream.Collectors.toMap;

import dev.millrace.spring.worker.WorkerStatus;
import dev.millrace.spring.worker.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Notes now and then how far the workers of this process are behind, and keeps the last notes. */
final class LagReadings implements SmartLifecycle {

    static final int KEPT = 360;

    private final List<Workers> workers;
    private final Duration interval;
    private final Clock clock;
    private final Scheduler scheduler;

    private volatile List<Reading> readings = List.of();
    private volatile Disposable asking = Disposables.disposed();

    LagReadings(List<Workers> workers, Duration interval, Clock clock, Scheduler scheduler) {
        this.workers = List.copyOf(workers);
        this.interval = interval;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        asking = Flux.interval(Duration.ZERO, interval, scheduler)
                .onBackpressureDrop()
                .doOnNext(tick -> note())
                .subscribe();
    }

    @Override
    public void stop() {
        asking.dispose();
    }

    @Override
    public boolean isRunning() {
        return !asking.isDisposed();
    }

    private void note() {
        Map<Name, WorkerStatus> statuses = workers.stream()
                .flatMap(group -> group.statuses().stream())
                .collect(toMap(Name::of, status -> status, (first, second) -> first));
        List<Reading> longer =
                new ArrayList<>(readings.subList(Math.max(0, readings.size() - KEPT + 1), readings.size()));
        longer.add(new Reading(clock.instant(), statuses));
        readings = List.copyOf(longer);
    }

    /** What is noted, oldest first. */
    Columns columns() {
        List<Reading> noted = readings;
        Set<Name> names = new LinkedHashSet<>();
        noted.forEach(reading -> reading.statuses().keySet().stream().sorted().forEach(names::add));
        return new Columns(
                noted.stream().map(reading -> reading.at().getEpochSecond()).toList(),
                names.stream().map(name -> series(name, noted)).toList());
    }

    private static Series series(Name name, List<Reading> noted) {
        List<@Nullable Long> lags = new ArrayList<>();
        List<@Nullable Long> behind = new ArrayList<>();
        @Nullable WorkerStatus before = null;
        for (Reading reading : noted) {
            @Nullable WorkerStatus now = reading.statuses().get(name);
            lags.add(now == null ? null : lag(before, now));
            behind.add(now == null ? null : WorkerView.behind(now));
            before = now;
        }
        return new Series(name.module(), name.worker(), lags, behind);
    }

    /** Of a sink, the age of what it took last says something only of the time in which it took it. */
    private static @Nullable Long lag(@Nullable WorkerStatus before, WorkerStatus now) {
        boolean tells = WorkerView.isBridge(now) || (before != null && now.carried() > before.carried());
        return now.lag() == null || !tells ? null : (Long) now.lag().toMillis();
    }

    private record Reading(Instant at, Map<Name, WorkerStatus> statuses) {}

    private record Name(String module, String worker) implements Comparable<Name> {

        static Name of(WorkerStatus status) {
            return new Name(status.module(), status.worker());
        }

        @Override
        public int compareTo(Name other) {
            return (module + "/" + worker).compareTo(other.module + "/" + other.worker);
        }
    }

    /**
     * What was noted.
     *
     * @param times when, in seconds of the epoch
     * @param series what, of each worker
     */
    record Columns(List<Long> times, List<Series> series) {}

    /**
     * What was noted of a worker, a value or null for each time.
     *
     * @param module whose changes it carries
     * @param worker what it is
     * @param lags in milliseconds: of a bridge the age of the oldest change that is not on the topic, of a sink the age of
     *     the last change that it took since the time before
     * @param behind how many changes a sink is behind
     */
    record Series(String module, String worker, List<@Nullable Long> lags, List<@Nullable Long> behind) {}
}
