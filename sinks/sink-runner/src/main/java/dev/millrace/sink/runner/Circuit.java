/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Tells a change that fails from a sink that fails: after so many items have failed alike and nothing went well, it opens.
 * From then on lanes wait, and one change at a time is let through to see whether it fares better; one that does closes the
 * circuit.
 *
 * <p>Items are counted when they fail, before they are given up, so no more than those are.
 */
final class Circuit implements Disposable {

    /** A sink that fails in more ways than these is not asked in which. */
    private static final int MOST_CLASSES = 8;

    private static final Mono<Passage> FREE = Mono.just(Passage.FREE);

    /** On what terms a lane may try its changes. */
    enum Passage {
        /** As always. */
        FREE,
        /** Only one change, and nothing may be given up for it. */
        PROBE
    }

    private final Map<Class<?>, Set<ItemKey>> failed = new HashMap<>();
    private final Queue<MonoSink<Passage>> waiting = new ArrayDeque<>();
    private final Disposable.Swap nextProbe = Disposables.swap();
    private final int mostAlike;
    private final Events events;
    private volatile @Nullable Throwable cause;
    private volatile boolean anyFailed;
    private boolean probeDue;
    private boolean overridden;
    private int probes;

    /** What follows from the circuit's changes of state. */
    interface Events {

        /** Returns after how long the change should be let through that is the so-manieth, from 1. */
        Mono<?> pauseBefore(int probe);

        void opened(Throwable cause);

        void closed();
    }

    Circuit(int mostAlike, Events events) {
        this.mostAlike = mostAlike;
        this.events = events;
    }

    /** What opened the circuit; null while it is closed. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** Emits the terms once a lane may go on: at once while the circuit is closed. */
    Mono<Passage> enter() {
        return cause == null ? FREE : Mono.create(this::await);
    }

    private void await(MonoSink<Passage> lane) {
        Passage passage = queue(lane);
        if (passage != null) {
            lane.success(passage);
        }
    }

    private synchronized @Nullable Passage queue(MonoSink<Passage> lane) {
        if (cause == null) {
            return Passage.FREE;
        } else if (probeDue) {
            probeDue = false;
            return Passage.PROBE;
        }
        waiting.add(lane);
        return null;
    }

    /** Notes that a change failed alone, and tells whether it may be given up, should its attempts be used up. */
    boolean mayGiveUp(ItemKey key, Throwable failure) {
        if (note(key, failure)) {
            events.opened(failure);
            scheduleProbe();
        }
        return isGivingUp();
    }

    private synchronized boolean note(ItemKey key, Throwable failure) {
        if (overridden || cause != null) {
            return false;
        }
        anyFailed = true;
        Class<?> alike = failed.size() < MOST_CLASSES ? failure.getClass() : Throwable.class;
        Set<ItemKey> items = failed.computeIfAbsent(alike, absent -> new HashSet<>());
        items.add(key);
        if (items.size() < mostAlike) {
            return false;
        }
        cause = failure;
        probes = 0;
        return true;
    }

    /** Tells whether a change may be given up. */
    synchronized boolean isGivingUp() {
        return overridden || cause == null;
    }

    /** The change that was let through did not go well, for whatever reason. */
    void probeFailed() {
        scheduleProbe();
    }

    private void scheduleProbe() {
        int probe;
        synchronized (this) {
            if (cause == null) {
                return;
            }
            probe = ++probes;
        }
        nextProbe.update(events.pauseBefore(probe).subscribe(passed -> {}, failure -> {}, this::probe));
    }

    private void probe() {
        MonoSink<Passage> lane;
        synchronized (this) {
            lane = waiting.poll();
            probeDue = lane == null && cause != null;
        }
        if (lane != null) {
            lane.success(Passage.PROBE);
        }
    }

    /** A change went well: the sink works. */
    void worked() {
        if (anyFailed) {
            close(false);
        }
    }

    /** Somebody has mended the sink, or wants to know whether it is. */
    void close() {
        close(false);
    }

    /** Somebody has decided that what fails is to be given up, however much it is, until something goes well. */
    void override() {
        close(true);
    }

    private void close(boolean nowOverridden) {
        List<MonoSink<Passage>> lanes;
        boolean wasOpen;
        synchronized (this) {
            overridden = nowOverridden;
            anyFailed = nowOverridden;
            wasOpen = cause != null;
            cause = null;
            probeDue = false;
            failed.clear();
            lanes = new ArrayList<>(waiting);
            waiting.clear();
        }
        if (wasOpen) {
            nextProbe.update(Disposables.disposed());
            events.closed();
            lanes.forEach(lane -> lane.success(Passage.FREE));
        }
    }

    /** No change will be let through any more. */
    @Override
    public void dispose() {
        nextProbe.dispose();
    }
}
