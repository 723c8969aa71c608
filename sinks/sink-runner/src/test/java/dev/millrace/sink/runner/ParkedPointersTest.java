/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.memory.InMemoryChangeSink;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What becomes of a change whose payload is kept elsewhere, and is lost there for a while. */
class ParkedPointersTest {

    private static final ModuleId MODULE = new ModuleId("test", "shop", "order");
    private static final Tenant ACME = Tenant.of("acme");
    private static final Attributes PAYLOAD = Attributes.of(Map.of("text", "all of it"));
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryParkedChanges parked = new InMemoryParkedChanges();
    private final Parking parking = Parking.over(parked, TenantGuard.standard(), Clock.systemUTC());
    private final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
    private final InMemoryChangeSink seen = new InMemoryChangeSink(SinkName.of("search"));
    private final SinkId sink = new SinkId(MODULE, seen.name());

    @AfterEach
    void stop() {
        time.dispose();
    }

    /** As it travels: the pointer in the payload's place, which a store gives that nobody else knows of. */
    private static ChangeRecord travelling(long version) {
        PayloadPointer pointer = new InMemoryPayloadStore().put(ACME, PAYLOAD).block();
        ChangeRecord change = Changes.change("A", version);
        ItemState state = change.state();
        ItemState small = new ItemState(
                state.key(), state.version(), state.content().withAttributes(pointer.toAttributes()), state.audit());
        return new ChangeRecord(small, change.commandId(), change.origin());
    }

    @Test
    void it_is_parked_as_its_pointer_and_a_redrive_fetches_the_payload() {
        Disposable running = SinkRunner.of(
                        PayloadOffload.to(payloads).sink(seen), ListSource.of(travelling(1)), new ListedDeadLetters())
                .withOptions(RunnerOptions.defaults().withScheduler(time))
                .withParking(parked, MODULE)
                .run()
                .subscribe();
        time.advanceTimeBy(A_WHILE);
        ParkedItem item =
                parked.list(sink, ParkedScope.item(Changes.key("A")), null).blockFirst();
        assertThat(item.setback().cause()).contains(MissingPayloadException.class.getName());
        assertThat(parked.changes(sink, Changes.key("A")).collectList().block()).containsExactly(travelling(1));

        payloads.put(ACME, PAYLOAD).block();
        parking.redrive(sink, ParkedScope.item(Changes.key("A")))
                .contextWrite(InvokeContext.of("ada", "acme").asContext())
                .subscribe();
        time.advanceTimeBy(A_WHILE);

        assertThat(seen.read(Changes.key("A")).block().content().attributes()).isEqualTo(PAYLOAD);
        assertThat(parked.keys(sink).hasElements().block()).isFalse();
        running.dispose();
    }
}
