/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.GivenUp;
import dev.millrace.chaos.history.Event.KeptBehind;
import dev.millrace.chaos.history.Event.Parked;
import dev.millrace.chaos.history.Event.Unparked;
import dev.millrace.chaos.history.Fact;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A table of parked changes that is slow, out of reach, or not heard. What is in it, it writes down itself. */
final class SimParked implements ParkedChanges {

    static final SinkId SINK = new SinkId(new ModuleId("test", "sim", "order"), SimSink.NAME);

    private final World world;
    private final ParkedChanges rows;
    private final boolean people;

    SimParked(World world) {
        this(world, new InMemoryParkedChanges(), false);
    }

    private SimParked(World world, ParkedChanges rows, boolean people) {
        this.world = world;
        this.rows = rows;
        this.people = people;
    }

    /** The same table for people, who throw away what they remove. */
    SimParked forPeople() {
        return new SimParked(world, rows, true);
    }

    private <T> Mono<T> read(Mono<T> call) {
        return Mono.defer(() -> world.happens(Trouble.PARKED_UNREACHABLE)
                ? Mono.error(new StoreUnavailableException("the table of parked changes is down", null))
                : world.pause(world.between("parked", 1, 20)).then(call));
    }

    private <T> Flux<T> readAll(Flux<T> call) {
        return read(Mono.just(call)).flatMapMany(rowsOf -> rowsOf);
    }

    private <T> Mono<T> write(Mono<T> call) {
        return read(call.materialize())
                .flatMap(done -> world.happens(Trouble.PARKED_UNHEARD)
                        ? Mono.error(new StoreUnavailableException("the answer is lost", null))
                        : Mono.just(done))
                .dematerialize();
    }

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        Event parked = new Parked(name(sink), Fact.of(change), setback.cause(), setback.attempts(), setback.source());
        return write(rows.park(sink, change, setback).doOnSuccess(done -> world.note(parked)));
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        return write(rows.keepBehind(sink, change).doOnNext(kept -> {
            if (kept) {
                world.note(new KeptBehind(name(sink), Fact.of(change)));
            }
        }));
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return readAll(rows.keys(sink));
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, ItemKey after) {
        return readAll(rows.list(sink, scope, after));
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return readAll(rows.changes(sink, key));
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return write(rows.askRedrive(sink, entry));
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return readAll(rows.asked(sink, limit));
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return write(rows.claim(sink, key, claimant, now, until));
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        Fact fact = new Fact(key.id(), version.value());
        Event gone = people ? new GivenUp(name(sink), fact) : new Unparked(name(sink), fact);
        return write(rows.drop(sink, key, version).doOnSuccess(done -> world.note(gone)));
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        return write(rows.release(sink, key));
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return write(rows.setBack(sink, key, setback));
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return write(rows.record(sink, entry));
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return readAll(rows.entries(sink, tenant));
    }

    private static String name(SinkId sink) {
        return sink.sink().text();
    }
}
