/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.sink.ChangeSink;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * Carries changes from a source to a sink.
 *
 * <p>Each delivery is acknowledged once the sink holds its change or a later version of the item, or once it is among the
 * dead letters; and never before those delivered earlier. So a crash repeats deliveries but loses none. Changes of one
 * item reach the sink one after another; what is in flight is bounded in number and in bytes; an outage of the sink holds
 * the run up, for as long as it lasts, and gives up nothing.
 *
 * <p>Immutable; each subscription to {@link #run} is a run of its own.
 */
public final class SinkRunner {

    private final ChangeSink sink;
    private final ChangeSource source;
    private final DeadLetters deadLetters;
    private final RunnerOptions options;
    private final SinkListener listener;

    private SinkRunner(
            ChangeSink sink,
            ChangeSource source,
            DeadLetters deadLetters,
            RunnerOptions options,
            SinkListener listener) {
        this.sink = requireNonNull(sink, "sink");
        this.source = requireNonNull(source, "source");
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
        this.options = requireNonNull(options, "options");
        this.listener = requireNonNull(listener, "listener");
    }

    /** Returns a runner with the default options that nobody listens to. */
    public static SinkRunner of(ChangeSink sink, ChangeSource source, DeadLetters deadLetters) {
        return new SinkRunner(sink, source, deadLetters, RunnerOptions.defaults(), SinkListener.none());
    }

    /** The same runner with other options. */
    public SinkRunner withOptions(RunnerOptions newOptions) {
        return new SinkRunner(sink, source, deadLetters, newOptions, listener);
    }

    /** The same runner with another listener. */
    public SinkRunner withListener(SinkListener newListener) {
        return new SinkRunner(sink, source, deadLetters, options, newListener);
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
     *   <li><b>Fails</b> when the source fails. Failures of the sink and of the dead letters never end a run.
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
        SinkCalls calls = new SinkCalls(sink, deadLetters, options, new QuietListener(listener));
        new Run(source, calls, options)
                .until(told.onErrorComplete())
                .contextWrite(caller.contextView())
                .subscribe(null, caller::error, caller::success);
    }
}
