/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static dev.millrace.sink.runner.Changes.change;
import static dev.millrace.sink.runner.Changes.key;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A runner that parks, in virtual time. */
abstract class ParkingFixture {

    static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    static final SinkId SINK = new SinkId(MODULE, ModelSink.NAME);
    static final InvokeContext ADA = InvokeContext.of("ada", "acme");
    static final Duration A_WHILE = Duration.ofMinutes(10);

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final ModelSink sink = new ModelSink();
    final ListedDeadLetters deadLetters = new ListedDeadLetters();
    final UnsteadyParkedChanges parked = new UnsteadyParkedChanges();
    final Parking parking = Parking.over(parked, TenantGuard.standard(), Clock.systemUTC());
    final NotedSignals signals = new NotedSignals();
    final Disposable.Swap running = Disposables.swap();
    RunnerOptions options;

    @BeforeEach
    void in_virtual_time() {
        options = RunnerOptions.defaults().withScheduler(time);
    }

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    void run(ListSource source) {
        run(sink, source);
    }

    void run(ChangeSink into, ListSource source) {
        running.update(SinkRunner.of(into, source, deadLetters)
                .withOptions(options)
                .withListener(signals)
                .withParking(parked, MODULE)
                .run()
                .subscribe());
        time.advanceTimeBy(A_WHILE);
    }

    void refuse(String item, long version) {
        sink.verdict = change -> change.equals(change(item, version))
                ? SinkOutcome.refused(new IllegalArgumentException("quotes a payload"))
                : null;
    }

    void takeEverything() {
        sink.verdict = change -> null;
        sink.failure = change -> null;
    }

    List<Long> parkedVersions(String item) {
        return await(parked.changes(SINK, key(item)).collectList()).stream()
                .map(change -> change.version().value())
                .toList();
    }

    ParkedItem parkedItem(String item) {
        return await(as(ADA, parking.get(SINK, key(item))));
    }

    long redrive(ParkedScope scope, InvokeContext caller) {
        long asked = await(as(caller, parking.redrive(SINK, scope)));
        time.advanceTimeBy(A_WHILE);
        return asked;
    }

    /** Gathers what comes behind the first change into one batch. */
    record HeldUntilAsked(ModelSink sink, Sinks.Empty<Void> asked) implements ChangeSink {

        HeldUntilAsked(ModelSink sink) {
            this(sink, Sinks.empty());
        }

        void open() {
            asked.tryEmitEmpty();
        }

        @Override
        public SinkName name() {
            return sink.name();
        }

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return asked.asMono().then(sink.apply(changes));
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return sink.appliedVersion(key);
        }
    }

    static <T> Mono<T> as(InvokeContext caller, Mono<T> call) {
        return call.contextWrite(caller.asContext());
    }

    static <T> T await(Mono<T> value) {
        return value.blockOptional(Duration.ofSeconds(30)).orElseThrow();
    }
}
