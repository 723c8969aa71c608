/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemState;
import dev.millrace.item.Tenant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** States of items on their way between the one who sees payloads and the one who holds pointers. */
final class OffloadedStates {

    private static final Logger log = LoggerFactory.getLogger(OffloadedStates.class);

    private final PayloadStore store;
    private final OffloadOptions options;

    OffloadedStates(PayloadStore store, OffloadOptions options) {
        this.store = store;
        this.options = options;
    }

    OffloadOptions options() {
        return options;
    }

    /** Does the same for each, several side by side, in order; where several fail at once, fails with one of the failures. */
    <T, R> Flux<R> each(Flux<T> values, Function<? super T, ? extends Mono<R>> step) {
        return values.<R>flatMapSequential(step, options.concurrency())
                .onErrorMap(Exceptions::isMultiple, failures -> Exceptions.unwrapMultiple(failures)
                        .get(0));
    }

    /** How many bytes there are to fetch, as far as a pointer can be believed. */
    static long bytesToFetch(ItemState state) {
        try {
            return hasPointer(state)
                    ? PayloadPointer.of(state.content().attributes()).bytes()
                    : 0;
        } catch (InvalidValueException malformed) {
            return 0;
        }
    }

    /** Fails with {@link InvalidValueException} if the payload uses the reserved attribute. */
    void requireNoPointer(ItemState state) {
        if (hasPointer(state)) {
            throw InvalidValueException.hidden(
                    "attributes." + PayloadPointer.ATTRIBUTE,
                    "is reserved; an item whose payload is lost can only be replaced whole");
        }
    }

    /** Tells whether the state holds a payload that its row does not. */
    boolean isLarge(ItemState state) {
        return !hasPointer(state) && PayloadSize.of(state.content().attributes()) > options.thresholdBytes();
    }

    /** Emits the state as its row holds it: large payloads replaced by their pointer, pointers as they are. */
    Mono<ItemState> offload(ItemState state) {
        return isLarge(state)
                ? store.put(owner(state), state.content().attributes())
                        .map(pointer -> with(state, pointer.toAttributes()))
                : Mono.just(state);
    }

    /** Emits the state as it is meant; fails if its payload cannot be had. */
    Mono<ItemState> resolve(ItemState state) {
        return hasPointer(state) ? fetch(state).map(payload -> with(state, payload)) : Mono.just(state);
    }

    /** Emits the state as it is meant, or with its pointer if its payload is lost; fails only if the store cannot say. */
    Mono<ItemState> resolveUnlessLost(ItemState state) {
        return resolve(state).onErrorResume(OffloadedStates::isLoss, loss -> {
            log.warn("{} v{} keeps its pointer: {}", state.key(), state.version(), loss.getMessage());
            return Mono.just(state);
        });
    }

    /** Tells whether a failure means that the payload will never be had, however often it is asked for. */
    static boolean isLoss(Throwable failure) {
        return failure instanceof MissingPayloadException || failure instanceof UntrustedPayloadException;
    }

    private static boolean hasPointer(ItemState state) {
        return PayloadPointer.isIn(state.content().attributes());
    }

    private Mono<Attributes> fetch(ItemState state) {
        try {
            return store.get(owner(state), PayloadPointer.of(state.content().attributes()));
        } catch (InvalidValueException malformed) {
            return Mono.error(() -> new UntrustedPayloadException(owner(state), "has a malformed pointer"));
        }
    }

    private static Tenant owner(ItemState state) {
        return state.key().tenant();
    }

    private static ItemState with(ItemState state, Attributes payload) {
        return new ItemState(
                state.key(),
                state.version(),
                state.content().withAttributes(payload),
                state.audit(),
                state.removableAt());
    }
}
