/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the run that it observes. */
final class QuietListener implements SinkListener {

    private static final Logger log = LoggerFactory.getLogger(SinkListener.class);

    private final SinkListener listener;

    QuietListener(SinkListener listener) {
        this.listener = listener;
    }

    @Override
    public void started() {
        quietly(listener::started);
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        quietly(() -> listener.applied(change, position));
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        quietly(() -> listener.stale(change, position));
    }

    @Override
    public void superseded(ChangeRecord change, Position position) {
        quietly(() -> listener.superseded(change, position));
    }

    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        quietly(() -> listener.parked(change, position, cause));
    }

    @Override
    public void keptBehind(ChangeRecord change, Position position) {
        quietly(() -> listener.keptBehind(change, position));
    }

    @Override
    public void redriven(ChangeRecord change) {
        quietly(() -> listener.redriven(change));
    }

    @Override
    public void released(ItemKey key) {
        quietly(() -> listener.released(key));
    }

    @Override
    public void circuitOpened(Throwable cause) {
        quietly(() -> listener.circuitOpened(cause));
    }

    @Override
    public void circuitClosed() {
        quietly(listener::circuitClosed);
    }

    @Override
    public void filteredOut(ChangeRecord change, Position position) {
        quietly(() -> listener.filteredOut(change, position));
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        quietly(() -> listener.deadLettered(position, cause));
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        quietly(() -> listener.retrying(cause, attempt, pause));
    }

    @Override
    public void stopped() {
        quietly(listener::stopped);
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            log.warn("a sink listener failed with {}", failure.getClass().getName());
        }
    }
}
