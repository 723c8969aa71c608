/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

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
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Does nothing, successfully. */
final class NoopParkedChanges implements ParkedChanges {

    @Override
    public Mono<Void> park(SinkId sink, ChangeRecord change, Setback setback) {
        return Mono.empty();
    }

    @Override
    public Mono<Boolean> keepBehind(SinkId sink, ChangeRecord change) {
        return Mono.just(true);
    }

    @Override
    public Flux<ItemKey> keys(SinkId sink) {
        return Flux.empty();
    }

    @Override
    public Flux<ParkedItem> list(SinkId sink, ParkedScope scope, @Nullable ItemKey after) {
        return Flux.empty();
    }

    @Override
    public Flux<ChangeRecord> changes(SinkId sink, ItemKey key) {
        return Flux.empty();
    }

    @Override
    public Mono<Boolean> askRedrive(SinkId sink, ParkingEntry entry) {
        return Mono.just(true);
    }

    @Override
    public Flux<ItemKey> asked(SinkId sink, int limit) {
        return Flux.empty();
    }

    @Override
    public Mono<Boolean> claim(SinkId sink, ItemKey key, String claimant, Instant now, Instant until) {
        return Mono.just(true);
    }

    @Override
    public Mono<Void> drop(SinkId sink, ItemKey key, Version version) {
        return Mono.empty();
    }

    @Override
    public Mono<Boolean> release(SinkId sink, ItemKey key) {
        return Mono.just(true);
    }

    @Override
    public Mono<Void> setBack(SinkId sink, ItemKey key, Setback setback) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> record(SinkId sink, ParkingEntry entry) {
        return Mono.empty();
    }

    @Override
    public Flux<ParkingEntry> entries(SinkId sink, Tenant tenant) {
        return Flux.empty();
    }
}
