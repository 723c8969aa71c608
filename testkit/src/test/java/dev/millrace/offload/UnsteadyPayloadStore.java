/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.StoreUnavailableException;
import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store that can be down, takes a moment to give payloads out, and counts how many are asked for at once. */
final class UnsteadyPayloadStore implements PayloadStore {

    private static final Duration MOMENT = Duration.ofMillis(1);

    volatile boolean down;
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicInteger puts = new AtomicInteger();

    private final AtomicInteger atOnce = new AtomicInteger();
    private final PayloadStore store;

    UnsteadyPayloadStore(PayloadStore store) {
        this.store = store;
    }

    @Override
    public Mono<PayloadPointer> put(Tenant owner, Attributes payload) {
        return ifUp().doOnSuccess(up -> puts.incrementAndGet()).then(store.put(owner, payload));
    }

    @Override
    public Mono<Attributes> get(Tenant owner, PayloadPointer pointer) {
        return ifUp().then(Mono.defer(() -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            return Mono.delay(MOMENT).then(store.get(owner, pointer)).doOnTerminate(atOnce::decrementAndGet);
        }));
    }

    @Override
    public Flux<StoredPayload> list(Instant before) {
        return store.list(before);
    }

    @Override
    public Mono<Boolean> remove(StoredPayload payload) {
        return store.remove(payload);
    }

    private Mono<Void> ifUp() {
        return Mono.defer(
                () -> down ? Mono.error(new StoreUnavailableException("down by the script", null)) : Mono.empty());
    }
}
