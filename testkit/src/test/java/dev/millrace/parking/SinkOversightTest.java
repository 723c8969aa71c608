/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreUnavailableException;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.TenantGuard;
import dev.millrace.context.TenantViolationException;
import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.memory.InMemorySinkJournal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Who may do what with a sink, and that it is written down. */
class SinkOversightTest {

    private static final SinkId SINK = new SinkId(new ModuleId("test", "shop", "order"), SinkName.of("search"));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-04T12:00:00Z"), ZoneOffset.UTC);
    private static final InvokeContext USER = InvokeContext.of("ada", "acme");
    private static final InvokeContext ROOT = InvokeContext.of("root", "ops", "system_admin");

    private final SinkJournal journal = new InMemorySinkJournal();
    private final SinkOversight oversight = SinkOversight.over(journal, TenantGuard.standard(), NOON);
    private final AtomicBoolean done = new AtomicBoolean();
    private final Mono<String> deed = Mono.fromSupplier(() -> {
        done.set(true);
        return "it";
    });

    @Test
    void what_is_done_is_written_down_with_who_did_it_and_when() {
        StepVerifier.create(
                        oversight.noted(SINK, Action.MOVED, "to the end", deed).contextWrite(ROOT.asContext()))
                .expectNext("it")
                .verifyComplete();

        assertThat(entries()).containsExactly(new SinkEntry(NOON.instant(), "root", Action.MOVED, "to the end"));
    }

    @Test
    void whoever_may_not_see_every_tenant_does_nothing_and_sees_nothing() {
        StepVerifier.create(oversight.noted(SINK, Action.PAUSED, "", deed).contextWrite(USER.asContext()))
                .verifyError(TenantViolationException.class);
        StepVerifier.create(oversight.entries(SINK).contextWrite(USER.asContext()))
                .verifyError(TenantViolationException.class);
        StepVerifier.create(oversight.noted(SINK, Action.PAUSED, "", deed)).verifyError(MissingContextException.class);
        StepVerifier.create(oversight.entries(SINK)).verifyError(MissingContextException.class);

        assertThat(done).isFalse();
        assertThat(entries()).isEmpty();
    }

    @Test
    void what_cannot_be_written_down_is_not_done() {
        SinkJournal down = new SinkJournal() {

            @Override
            public Mono<Void> record(SinkId sink, SinkEntry entry) {
                return Mono.error(new StoreUnavailableException("down", null));
            }

            @Override
            public Flux<SinkEntry> entries(SinkId sink) {
                return Flux.empty();
            }
        };

        StepVerifier.create(SinkOversight.over(down, TenantGuard.standard(), NOON)
                        .noted(SINK, Action.PAUSED, "", deed)
                        .contextWrite(ROOT.asContext()))
                .verifyError(StoreUnavailableException.class);

        assertThat(done).isFalse();
    }

    private List<SinkEntry> entries() {
        return oversight
                .entries(SINK)
                .contextWrite(ROOT.asContext())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}
