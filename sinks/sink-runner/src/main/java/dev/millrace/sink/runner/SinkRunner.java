/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * Carries changes from a source to a sink.
 *
 * <p>Each delivery is acknowledged once the sink holds its change or a later version of the item, or once it is set aside;
 * and never before those delivered earlier. So a crash repeats deliveries but loses none. Changes of one item reach the
 * sink one after another; what is in flight is bounded in number and in bytes; an outage of the sink holds the run up, for
 * as long as it lasts, and gives up nothing.
 *
 * <p>What the sink can never take is set aside. With a store for parked changes ({@link #withParking}), the item is parked
 * there: its later versions are kept behind the one that failed, in order, until somebody has them redriven, which the
 * runner does beside its other work. Without one, the change becomes a dead letter and later versions pass it. What is no
 * change at all becomes a dead letter either way. See {@link RecoveryPolicy} for what is whose fault.
 *
 * <p>Immutable; each subscription to {@link #run} is a run of its own.
 */
public final class SinkRunner {

    private final ChangeSink sink;
    private final ChangeSource source;
    private final DeadLetters deadLetters;
    private final RunnerOptions options;
    private final Extras extras;

    /** What a runner can do without. */
    private record Extras(
            SinkListener listener, @Nullable RunnerParking parking, ChangeFilter filter, SinkControl control) {}

    private SinkRunner(
            ChangeSink sink, ChangeSource source, DeadLetters deadLetters, RunnerOptions options, Extras extras) {
        this.sink = requireNonNull(sink, "sink");
        this.source = requireNonNull(source, "source");
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
        this.options = requireNonNull(options, "options");
        this.extras = extras;
    }

    /** Returns a runner with the default options that parks nothing and that nobody listens to. */
    public static SinkRunner of(ChangeSink sink, ChangeSource source, DeadLetters deadLetters) {
        Extras none = new Extras(SinkListener.none(), null, ChangeFilter.none(), SinkControl.create());
        return new SinkRunner(sink, source, deadLetters, RunnerOptions.defaults(), none);
    }

    /** The same runner with other options. */
    public SinkRunner withOptions(RunnerOptions newOptions) {
        return new SinkRunner(sink, source, deadLetters, newOptions, extras);
    }

    /** The same runner with another listener. */
    public SinkRunner withListener(SinkListener newListener) {
        requireNonNull(newListener, "newListener");
        return with(new Extras(newListener, extras.parking, extras.filter, extras.control));
    }

    /** The same runner, parking what its sink cannot take, with the default options. */
    public SinkRunner withParking(ParkedChanges parked, ModuleId module) {
        return withParking(parked, module, ParkingOptions.defaults());
    }

    /**
     * The same runner, parking what its sink cannot take.
     *
     * @param parked the store, which any number of sinks and modules may share
     * @param module whose changes the source delivers
     */
    public SinkRunner withParking(ParkedChanges parked, ModuleId module, ParkingOptions parkingOptions) {
        RunnerParking parking = new RunnerParking(parked, module, parkingOptions);
        return with(new Extras(extras.listener, parking, extras.filter, extras.control));
    }

    /** The same runner for a sink that sees only some changes. */
    public SinkRunner withFilter(ChangeFilter newFilter) {
        requireNonNull(newFilter, "newFilter");
        return with(new Extras(extras.listener, extras.parking, newFilter, extras.control));
    }

    /** The same runner with another handle, for this runner alone. */
    public SinkRunner withControl(SinkControl newControl) {
        requireNonNull(newControl, "newControl");
        return with(new Extras(extras.listener, extras.parking, extras.filter, newControl));
    }

    private SinkRunner with(Extras newExtras) {
        return new SinkRunner(sink, source, deadLetters, options, newExtras);
    }

    /** Runs until the source ends, which the endless ones never do, or until cancelled: see {@link #runUntil}. */
    public Mono<Void> run() {
        return runUntil(Mono.never());
    }

    /**
     * Runs until the source ends or the other publisher signals anything.
     *
     * <p>Told to stop, it takes no more deliveries, waits up to {@link RunnerOptions#drainTimeout} for what is in flight,
     * has the source save what was acknowledged, and completes.
     *
     * <ul>
     *   <li><b>Fails</b> when the source fails. Failures of the sink and of where changes are set aside never end a run.
     *   <li><b>Cancelling</b> is being told to stop; the run ends out of sight, and the listener hears of it.
     *   <li><b>Threads</b>: work goes on wherever the source and the sink signal.
     * </ul>
     */
    public Mono<Void> runUntil(Publisher<?> stop) {
        requireNonNull(stop, "stop");
        return Mono.create(caller -> start(stop, caller));
    }

    /** Sets the run apart from its caller, so that a caller who cancels leaves it the time to drain. */
    private void start(Publisher<?> stop, MonoSink<Void> caller) {
        Sinks.Empty<Void> cancelled = Sinks.empty();
        caller.onCancel(cancelled::tryEmitEmpty);
        Mono<Void> told = Mono.firstWithSignal(Flux.from(stop).next().then(), cancelled.asMono());
        SinkListener listener = new QuietListener(extras.listener);
        DeadLetterAside letters = new DeadLetterAside(deadLetters, sink.name(), listener);
        SinkCalls calls = new SinkCalls(sink, aside(letters, listener), letters, options, listener);
        Run run = new Run(source, calls, options, extras.filter, extras.control);
        run.until(told.onErrorComplete(), redrives(run, calls))
                .contextWrite(caller.contextView())
                .subscribe(null, caller::error, caller::success);
    }

    private Aside aside(DeadLetterAside letters, SinkListener listener) {
        return extras.parking == null
                ? letters
                : new ParkedAside(extras.parking, sinkId(extras.parking), letters, listener, options.scheduler());
    }

    private Mono<Void> redrives(Run run, SinkCalls calls) {
        return extras.parking == null
                ? Mono.never()
                : new Redrives(extras.parking, sinkId(extras.parking), calls, run::mayRedrive).run();
    }

    private SinkId sinkId(RunnerParking parking) {
        return new SinkId(parking.module(), sink.name());
    }
}
