/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What has arrived in the data table, and how long after its command was recorded. */
final class Arrivals implements SinkListener {

    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DIGITS = 3;

    private final Map<ItemKey, Version> held = new ConcurrentHashMap<>();
    private final Histogram millis = new ConcurrentHistogram(LONGEST_MILLIS, DIGITS);
    private final LongAdder arrived = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder retries = new LongAdder();

    @Override
    public void applied(ChangeRecord change, Position position) {
        arrive(change);
    }

    @Override
    public void superseded(ChangeRecord change, Position position) {
        arrive(change);
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        held.merge(change.key(), change.version(), Arrivals::later);
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        deadLetters.increment();
    }

    /** Whatever the sink gives up is one thing to the demo. */
    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        deadLetters.increment();
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        retries.increment();
    }

    private void arrive(ChangeRecord change) {
        long took = System.currentTimeMillis()
                - change.state().audit().updated().at().toEpochMilli();
        millis.recordValue(Math.min(Math.max(took, 0), LONGEST_MILLIS));
        arrived.increment();
        held.merge(change.key(), change.version(), Arrivals::later);
    }

    private static Version later(Version one, Version other) {
        return one.isAfter(other) ? one : other;
    }

    Version held(ItemKey key) {
        return held.getOrDefault(key, Version.NONE);
    }

    long count() {
        return arrived.sum();
    }

    long deadLetters() {
        return deadLetters.sum();
    }

    long retries() {
        return retries.sum();
    }

    long millisAt(double percentile) {
        return millis.getValueAtPercentile(percentile);
    }
}
