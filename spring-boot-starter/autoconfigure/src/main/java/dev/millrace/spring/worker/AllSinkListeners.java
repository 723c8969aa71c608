/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import java.time.Duration;
import java.util.List;

/**
 * Several listeners as one, in their order.
 *
 * @param listeners the listeners
 */
record AllSinkListeners(List<SinkListener> listeners) implements SinkListener {

    @Override
    public void started() {
        listeners.forEach(SinkListener::started);
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        listeners.forEach(listener -> listener.applied(change, position));
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        listeners.forEach(listener -> listener.stale(change, position));
    }

    @Override
    public void superseded(ChangeRecord change, Position position) {
        listeners.forEach(listener -> listener.superseded(change, position));
    }

    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        listeners.forEach(listener -> listener.parked(change, position, cause));
    }

    @Override
    public void keptBehind(ChangeRecord change, Position position) {
        listeners.forEach(listener -> listener.keptBehind(change, position));
    }

    @Override
    public void redriven(ChangeRecord change) {
        listeners.forEach(listener -> listener.redriven(change));
    }

    @Override
    public void released(ItemKey key) {
        listeners.forEach(listener -> listener.released(key));
    }

    @Override
    public void circuitOpened(Throwable cause) {
        listeners.forEach(listener -> listener.circuitOpened(cause));
    }

    @Override
    public void circuitClosed() {
        listeners.forEach(SinkListener::circuitClosed);
    }

    @Override
    public void filteredOut(ChangeRecord change, Position position) {
        listeners.forEach(listener -> listener.filteredOut(change, position));
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        listeners.forEach(listener -> listener.deadLettered(position, cause));
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        listeners.forEach(listener -> listener.retrying(cause, attempt, pause));
    }

    @Override
    public void stopped() {
        listeners.forEach(SinkListener::stopped);
    }
}
