/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.parking.ParkedItem;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.ParkingEntry;
import dev.millrace.parking.Setback;
import dev.millrace.parking.SinkId;
import dev.millrace.testkit.memory.InMemoryParkedChanges;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Parked changes in memory, each step of which can be made to fail, to wait, or to be the last of a crashing process. */
final class UnsteadyParkedChanges implements ParkedChanges {

    private final InMemoryParkedChanges store = new InMemoryParkedChanges();

    /** What every write fails with; null for none. */
    @Nullable
    Throwable failure;

    /** Whether items are released with whatever is left of them, as a store would that looks first and deletes then. */
    boolean careless;

    /** Comes before and after each step, in which it may wait, fail or never end. */
    Function<String, Mono<Void>> around = step -> Mono.empty();

    /** Looks at once, whatever steps wait for. */
    boolean hasNothing(SinkId sink) {
        return Boolean.FALSE.equals(store.keys(sink).hasElements().block());
    }

    private <T> Mono<T> write(String step, Mono<T> write) {
        return step(step, Mono.defer(() -> failure == null ? write : Mono.error(failure)));
    }

    private <T> Mono<T> step(String step, Mono<T> done) {
        return Mono.defer(() -> around.apply("before " + step))
                .then(done)
                .flatMap(
                        value -> Mono.defer(() -> around.apply("after " + step)).thenReturn(value))
                .switchIfEmpty(Mono.defer(() -> around.apply("after " + step)).then(Mono.empty()));
    }

    private <T> Flux<T> all(String step, Flux<T> found) {
        return Mono.defer(() -> around.apply("before " + step)).thenMany(found);
    }

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        return write("park", store.park(sink, change, setback));
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        return write("keepBehind", store.keepBehind(sink, change));
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return all("keys", store.keys(sink));
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, @Nullable ItemKey after) {
        return all("list", store.list(sink, scope, after));
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return all("changes", store.changes(sink, key));
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return store.askRedrive(sink, entry);
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return store.asked(sink, limit);
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return write("claim", store.claim(sink, key, claimant, now, until));
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        return write("drop", store.drop(sink, key, version));
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        Mono<Void> loss = store.changes(sink, key)
                .concatMap(change -> store.drop(sink, key, change.version()))
                .then();
        return write("release", careless ? loss.then(store.release(sink, key)) : store.release(sink, key));
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return write("setBack", store.setBack(sink, key, setback));
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return write("record", store.record(sink, entry));
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return store.entries(sink, tenant);
    }
}
