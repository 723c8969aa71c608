/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkOversight;
import dev.millrace.sink.SinkName;
import dev.millrace.spring.MillraceModule;
import dev.millrace.spring.MillraceModules;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What people do about a sink. The caller is that of the Reactor Context: what concerns every tenant needs a role that opens
 * every tenant.
 *
 * <p>All methods: nothing happens before subscription. They fail with {@link InvalidValueException} for a module, a sink, a
 * tenant or an item that is not there or cannot be, and otherwise as {@link Parking} does.
 */
public final class SinkOperations {

    private final MillraceModules modules;
    private final List<Workers> workers;
    private final TenantGuard guard;
    private final Clock clock;

    SinkOperations(MillraceModules modules, List<Workers> workers, TenantGuard guard, Clock clock) {
        this.modules = modules;
        this.workers = List.copyOf(workers);
        this.guard = guard;
        this.clock = clock;
    }

    /**
     * Emits parked items of a tenant or, with an empty text, of every tenant; pages are read as the subscriber asks for more.
     *
     * @param after the id of the item behind which to begin; empty for all of them
     */
    public Flux<ParkedItem> parked(String module, String sink, String tenant, String after) {
        return Flux.defer(() -> {
            SinkId id = sinkId(module, sink);
            ParkedScope scope = scope(tenant, "");
            return after.isEmpty()
                    ? parking(module).list(id, scope)
                    : parking(module).listAfter(id, scope, ItemKey.parse(after));
        });
    }

    /** Asks for a redrive of an item, else of a tenant's items, else of all; emits of how many. */
    public Mono<Long> redrive(String module, String sink, String tenant, String item) {
        return Mono.defer(() -> parking(module).redrive(sinkId(module, sink), scope(tenant, item)));
    }

    /** Throws away what is parked of an item by now; emits of how many items: none, or one. */
    public Mono<Long> discard(String module, String sink, String item) {
        return Mono.defer(() -> parking(module).discard(sinkId(module, sink), ParkedScope.item(ItemKey.parse(item))));
    }

    /** Pauses a sink that this process feeds, and writes down who did. */
    public Mono<Void> pause(String module, String sink) {
        return asOperator(module, sink, Action.PAUSED, group -> group.pause(module, sink));
    }

    /** Resumes a sink that this process feeds, and writes down who did. */
    public Mono<Void> resume(String module, String sink) {
        return asOperator(module, sink, Action.RESUMED, group -> group.resume(module, sink));
    }

    private Mono<Void> asOperator(String module, String sink, Action action, Predicate<Workers> act) {
        return InvokeContext.current()
                .doOnNext(guard::checkEveryTenant)
                .doOnNext(caller -> requireRunning(module, sink))
                .flatMap(caller -> oversight(module)
                        .noted(sinkId(module, sink), action, "", Mono.fromSupplier(() -> workers.stream()
                                .anyMatch(act))))
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> notHere(sink)))
                .then();
    }

    private void requireRunning(String module, String sink) {
        boolean runs = workers.stream()
                .flatMap(group -> group.statuses().stream())
                .anyMatch(status ->
                        status.module().equals(module) && status.worker().equals(sink));
        if (!runs) {
            throw notHere(sink);
        }
    }

    private static InvalidValueException notHere(String sink) {
        return new InvalidValueException("sink", sink, "must run here");
    }

    private SinkOversight oversight(String module) {
        return SinkOversight.over(require(module).tables().sinkJournal(), guard, clock);
    }

    private Parking parking(String module) {
        return Parking.over(require(module).tables().parkedChanges(), guard, clock);
    }

    private SinkId sinkId(String module, String sink) {
        return new SinkId(require(module).id(), SinkName.of(sink));
    }

    private MillraceModule require(String module) {
        return modules.all().stream()
                .filter(known -> known.id().module().equals(module))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidValueException("module", module, "must be one of this application's modules"));
    }

    private static ParkedScope scope(String tenant, String item) {
        if (!item.isEmpty()) {
            return ParkedScope.item(ItemKey.parse(item));
        }
        return tenant.isEmpty() ? ParkedScope.everyTenant() : ParkedScope.tenant(Tenant.of(tenant));
    }
}
