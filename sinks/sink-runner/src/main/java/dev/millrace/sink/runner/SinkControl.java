/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A handle on a running {@link SinkRunner}: what it is doing, and what it shall do. For one run at a time; it outlives runs,
 * and a sink that is paused stays so in the next. Any thread may use it.
 */
public final class SinkControl {

    private static final Logger log = LoggerFactory.getLogger(SinkRunner.class);

    private final AtomicReference<@Nullable MonoSink<Void>> waiting = new AtomicReference<>();
    private volatile boolean paused;
    private volatile @Nullable Run run;

    private SinkControl() {}

    /** Returns a handle for a runner that is not running yet. */
    public static SinkControl create() {
        return new SinkControl();
    }

    /**
     * Takes no more deliveries until {@link #resume}. What is in flight is finished, redrives are not begun, the source's
     * memory stays bounded, and the place in the consumer group is kept.
     */
    public void pause() {
        if (!paused) {
            paused = true;
            log.info("{} is paused", name());
        }
    }

    /**
     * Takes deliveries again after {@link #pause}, and tries all changes again if the circuit is open: it opens again when
     * as many items fail alike as before.
     */
    public void resume() {
        if (paused) {
            paused = false;
            log.info("{} is resumed", name());
        }
        letIn();
        Run current = run;
        if (current != null) {
            current.circuit().close();
        }
    }

    /**
     * Decides that what fails is the changes' fault: from now on, until a change goes well, what fails is given up, however
     * much it is. Closes the circuit.
     */
    public void giveUpWhatFails() {
        Run current = run;
        if (current != null) {
            log.warn("{}: what fails is given up, until a change goes well", name());
            current.circuit().override();
        }
    }

    /** What the runner is doing. */
    public SinkStatus status() {
        Run current = run;
        return current == null ? SinkStatus.stopped() : current.status(paused);
    }

    private String name() {
        Run current = run;
        return current == null ? "a sink that is not running" : current.sinkName();
    }

    boolean isPaused() {
        return paused;
    }

    /** Completes once deliveries may be taken. For one subscriber at a time. */
    Mono<Void> whenResumed() {
        return Mono.create(sink -> {
            waiting.set(sink);
            if (!paused) {
                letIn();
            }
        });
    }

    private void letIn() {
        MonoSink<Void> next = waiting.getAndSet(null);
        if (next != null) {
            next.success();
        }
    }

    void began(Run begun) {
        run = begun;
    }

    void ended(Run over) {
        if (run == over) {
            run = null;
        }
    }
}
