/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;

/** The meters of one sink that is fed with one module's changes. */
final class SinkMeters implements SinkListener {

    private final Ages lag;
    private final Counter stale;
    private final Counter superseded;
    private final Counter parked;
    private final Counter keptBehind;
    private final Counter redriven;
    private final Counter circuitOpened;
    private final Counter deadLettered;
    private final Counter retries;

    SinkMeters(ModuleId module, SinkName sink, MeterRegistry registry, Clock clock) {
        Tags tags = Tags.of("millrace.module", module.module(), "millrace.sink", sink.text());
        this.lag = new Ages("millrace.sink.lag", tags, registry, clock);
        this.stale = registry.counter("millrace.sink.stale", tags);
        this.superseded = registry.counter("millrace.sink.superseded", tags);
        this.parked = registry.counter("millrace.sink.parked", tags);
        this.keptBehind = registry.counter("millrace.sink.kept.behind", tags);
        this.redriven = registry.counter("millrace.sink.redriven", tags);
        this.circuitOpened = registry.counter("millrace.sink.circuit.opened", tags);
        this.deadLettered = registry.counter("millrace.sink.dead.lettered", tags);
        this.retries = registry.counter("millrace.sink.retries", tags);
    }

    @Override
    public void applied(ChangeRecord change, Position position) {
        lag.record(change);
    }

    @Override
    public void stale(ChangeRecord change, Position position) {
        stale.increment();
    }

    @Override
    public void superseded(ChangeRecord change, Position position) {
        superseded.increment();
    }

    @Override
    public void parked(ChangeRecord change, Position position, Throwable cause) {
        parked.increment();
    }

    @Override
    public void keptBehind(ChangeRecord change, Position position) {
        keptBehind.increment();
    }

    @Override
    public void redriven(ChangeRecord change) {
        redriven.increment();
    }

    @Override
    public void circuitOpened(Throwable cause) {
        circuitOpened.increment();
    }

    @Override
    public void deadLettered(Position position, Throwable cause) {
        deadLettered.increment();
    }

    @Override
    public void retrying(Throwable cause, int attempt, Duration pause) {
        retries.increment();
    }
}
