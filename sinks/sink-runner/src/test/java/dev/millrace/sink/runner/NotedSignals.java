/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that writes everything down. */
final class NotedSignals implements SinkListener {

    final List<String> notes = new CopyOnWriteArrayList<>();

    @Override
    public void started() {
        notes.add("started");
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        notes.add("applied " + Changes.shown(change) + " at " + position.offset());
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        notes.add("stale " + Changes.shown(change) + " at " + position.offset());
    }

    @Override
    public void superseded(ChangeRecord change, Position position) {
        notes.add("superseded " + Changes.shown(change) + " at " + position.offset());
    }

    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        notes.add("parked " + Changes.shown(change) + " at " + position.offset());
    }

    @Override
    public void keptBehind(ChangeRecord change, Position position) {
        notes.add("kept " + Changes.shown(change) + " behind at " + position.offset());
    }

    @Override
    public void redriven(ChangeRecord change) {
        notes.add("redriven " + Changes.shown(change));
    }

    @Override
    public void released(ItemKey key) {
        notes.add("released " + key.sort());
    }

    @Override
    public void circuitOpened(Throwable cause) {
        notes.add("circuit opened");
    }

    @Override
    public void circuitClosed() {
        notes.add("circuit closed");
    }

    @Override
    public void filteredOut(ChangeRecord change, Position position) {
        notes.add("filtered out " + Changes.shown(change));
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        notes.add("dead letter at " + position.offset());
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        notes.add("retrying after attempt " + attempt);
    }

    @Override
    public void stopped() {
        notes.add("stopped");
    }
}
