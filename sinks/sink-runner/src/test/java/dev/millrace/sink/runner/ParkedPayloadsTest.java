/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.payload.PayloadCodec;
import dev.millrace.payload.PayloadException;
import dev.millrace.payload.Payloads;
import dev.millrace.payload.Upcaster;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Payloads in a form of long ago, in changes that were parked or are delivered again. */
class ParkedPayloadsTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final SinkName NAME = SinkName.of("notes");
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private final Parking parking = Parking.over(parked, TenantGuard.standard(), Clock.systemUTC());
    private final Disposable.Swap running = Disposables.swap();
    private final List<String> read = new ArrayList<>();

    @AfterEach
    void stop() {
        running.dispose();
        time.dispose();
    }

    private record Note(String text) {}

    /** Knows one class. */
    private static final class NoteCodec implements PayloadCodec {

        @Override
        public Attributes encode(Object payload) {
            return Attributes.of(Map.of("text", ((Note) payload).text()));
        }

        @Override
        public <T> T decode(Attributes attributes, Class<T> type) {
            return type.cast(new Note(attributes.text("text")));
        }
    }

    private static Payloads.Builder secondForm() {
        return Payloads.over(new NoteCodec()).type(Note.class, "note", 2);
    }

    /** What the deployment after knows as well. */
    private static Payloads withTheFirstForm() {
        return secondForm()
                .upcaster(Upcaster.of("note", 1, old -> Attributes.of(Map.of("text", old.text("body")))))
                .build();
    }

    private static ChangeRecord inTheFirstForm(long version) {
        ChangeRecord change = Changes.change("A", version);
        ItemState state = change.state();
        ItemState old = new ItemState(
                state.key(),
                state.version(),
                state.content()
                        .withAttributes(Attributes.of(Map.of("body", "text " + version)))
                        .withSchema(new PayloadSchema("note", 1)),
                state.audit());
        return new ChangeRecord(old, change.commandId(), change.origin());
    }

    private ChangeSink reading(Payloads payloads) {
        return new ChangeSink() {
            @Override
            public SinkName name() {
                return NAME;
            }

            @Override
            public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
                return Mono.fromSupplier(() ->
                        changes.stream().map(change -> take(change, payloads)).toList());
            }

            @Override
            public Mono<Version> appliedVersion(ItemKey key) {
                return Mono.just(Version.NONE);
            }
        };
    }

    private SinkOutcome take(ChangeRecord change, Payloads payloads) {
        try {
            read.add(payloads.read(change, Note.class).text());
            return SinkOutcome.applied();
        } catch (PayloadException unreadable) {
            return SinkOutcome.refused(unreadable);
        }
    }

    private void run(Payloads payloads, ListSource source) {
        running.update(SinkRunner.of(reading(payloads), source, new ListedDeadLetters())
                .withOptions(RunnerOptions.defaults().withScheduler(time).withCompaction(false))
                .withParking(parked, MODULE)
                .run()
                .subscribe());
        time.advanceTimeBy(A_WHILE);
    }

    @Test
    void what_no_deployment_could_read_is_parked_and_redriven_through_the_upcaster_of_the_next() {
        run(secondForm().build(), ListSource.of(inTheFirstForm(1), inTheFirstForm(2)));
        assertThat(read).isEmpty();

        run(withTheFirstForm(), ListSource.of(inTheFirstForm(3)));
        assertThat(read).as("behind what is parked").isEmpty();

        parking.redrive(new SinkId(MODULE, NAME), ParkedScope.item(Changes.key("A")))
                .contextWrite(InvokeContext.of("ada", "acme").asContext())
                .subscribe();
        time.advanceTimeBy(A_WHILE);
        assertThat(read).containsExactly("text 1", "text 2", "text 3");
    }

    @Test
    void what_is_delivered_again_is_read_in_the_newest_form() {
        run(withTheFirstForm(), ListSource.of(inTheFirstForm(1), inTheFirstForm(2)));
        run(withTheFirstForm(), ListSource.of(inTheFirstForm(1), inTheFirstForm(2)));

        assertThat(read).containsExactly("text 1", "text 2", "text 1", "text 2");
    }
}
