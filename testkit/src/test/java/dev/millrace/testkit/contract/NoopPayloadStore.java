/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadStore;
import dev.millrace.offload.StoredPayload;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Says yes to everything and remembers nothing. */
final class NoopPayloadStore implements PayloadStore {

    @Override
    public Mono<PayloadPointer> put(Tenant owner, Attributes payload) {
        return Mono.just(new PayloadPointer("nowhere", 0, "0".repeat(64)));
    }

    @Override
    public Mono<Attributes> get(Tenant owner, PayloadPointer pointer) {
        return Mono.just(Attributes.empty());
    }

    @Override
    public Flux<StoredPayload> list(Instant before) {
        return Flux.empty();
    }

    @Override
    public Mono<Boolean> remove(StoredPayload payload) {
        return Mono.just(true);
    }
}
