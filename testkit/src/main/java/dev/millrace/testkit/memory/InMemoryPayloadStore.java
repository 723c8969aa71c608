/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.PayloadSize;
import dev.millrace.offload.PayloadStore;
import dev.millrace.offload.StoredPayload;
import dev.millrace.offload.UntrustedPayloadException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link PayloadStore} in memory. Signals arrive on the subscriber's thread. */
public final class InMemoryPayloadStore implements PayloadStore {

    private final Clock clock;
    private final Map<String, Held> payloads = new LinkedHashMap<>();

    /** Creates an empty store on the system's clock. */
    public InMemoryPayloadStore() {
        this(Clock.systemUTC());
    }

    /** Creates an empty store that takes the ages of payloads from that clock. */
    public InMemoryPayloadStore(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Mono<PayloadPointer> put(Tenant owner, Attributes payload) {
        requireNonNull(owner, "owner");
        requireNonNull(payload, "payload");
        return Mono.fromSupplier(() -> hold(pointer(owner, payload), payload));
    }

    @Override
    public Mono<Attributes> get(Tenant owner, PayloadPointer pointer) {
        requireNonNull(owner, "owner");
        requireNonNull(pointer, "pointer");
        return Mono.fromSupplier(() -> held(owner, pointer));
    }

    @Override
    public Flux<StoredPayload> list(Instant before) {
        requireNonNull(before, "before");
        return Flux.defer(() -> Flux.fromIterable(older(before)));
    }

    @Override
    public Mono<Boolean> remove(StoredPayload payload) {
        requireNonNull(payload, "payload");
        return Mono.fromSupplier(() -> removeIfUntouched(payload));
    }

    private static PayloadPointer pointer(Tenant owner, Attributes payload) {
        String sha256 = PayloadHash.of(payload);
        return new PayloadPointer(location(owner, sha256), PayloadSize.of(payload), sha256);
    }

    private static String location(Tenant owner, String sha256) {
        return "memory://%s/%s".formatted(owner, sha256);
    }

    private synchronized PayloadPointer hold(PayloadPointer pointer, Attributes payload) {
        payloads.put(pointer.location(), new Held(payload, clock.instant()));
        return pointer;
    }

    private synchronized Attributes held(Tenant owner, PayloadPointer pointer) {
        if (!pointer.location().equals(location(owner, pointer.sha256()))) {
            throw new UntrustedPayloadException(owner, "is not where its pointer leads");
        }
        Held held = payloads.get(pointer.location());
        if (held == null) {
            throw new MissingPayloadException(owner, pointer);
        }
        if (PayloadSize.of(held.payload) != pointer.bytes()) {
            throw new UntrustedPayloadException(owner, "is not what its pointer says");
        }
        return held.payload;
    }

    private synchronized List<StoredPayload> older(Instant before) {
        return payloads.entrySet().stream()
                .map(entry -> new StoredPayload(entry.getKey(), entry.getValue().writtenAt))
                .filter(payload -> payload.writtenAt().isBefore(before))
                .toList();
    }

    private synchronized boolean removeIfUntouched(StoredPayload payload) {
        @Nullable Held held = payloads.get(payload.location());
        return held != null && held.writtenAt.equals(payload.writtenAt()) && forget(payload);
    }

    private boolean forget(StoredPayload payload) {
        return payloads.remove(payload.location()) != null;
    }

    private record Held(Attributes payload, Instant writtenAt) {}
}
