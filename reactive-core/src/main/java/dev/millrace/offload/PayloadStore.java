/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Port to where large payloads are kept. What it holds is addressed by content, per tenant: equal payloads of one tenant
 * are one object, and an object never changes.
 *
 * <p>All methods: nothing happens until subscription. They fail with a {@link dev.millrace.MillraceException} whose
 * {@code retry()} is {@code AS_IS} when the store cannot be used for now. Each is safe to repeat.
 */
public interface PayloadStore {

    /**
     * Keeps a payload. Emits its pointer once it is durable: the same one for equal payloads of one tenant. Putting a
     * payload that is already there renews its age, which keeps it from {@link PayloadSweeper a sweep} under way.
     *
     * <p>Fails with {@link dev.millrace.item.InvalidValueException} for a payload over the store's own limit.
     */
    Mono<PayloadPointer> put(Tenant owner, Attributes payload);

    /**
     * Emits the payload, checked against the pointer. Fails with {@link MissingPayloadException} when it is gone, and
     * with {@link UntrustedPayloadException} when the pointer does not lead to where this store puts such a payload of
     * this tenant, which is then not looked at, or when what is there is not what the pointer says.
     */
    Mono<Attributes> get(Tenant owner, PayloadPointer pointer);

    /** Emits all payloads, of all tenants, that were last put before that moment; reads ahead no more than a page. */
    Flux<StoredPayload> list(Instant before);

    /**
     * Removes a payload that was listed, unless it was put again since. Emits whether it did. Meant for the sweeper:
     * whether a row still points to it is not asked here.
     */
    Mono<Boolean> remove(StoredPayload payload);
}
