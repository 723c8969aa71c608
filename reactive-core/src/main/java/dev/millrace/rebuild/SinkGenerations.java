/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.sink.ChangeSink;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The port to a read model that may exist several times, as generations beside each other under one name. Queries use the
 * name, and so one generation; each generation has a sink of its own, with a consumer group of its own. So another one is
 * filled and compared while queries go on with the one before, and taking it into use, or going back, is one step.
 *
 * <p>Generations are numbered from 1 to 9999; another number fails with {@link
 * dev.millrace.item.InvalidValueException} at once. Nothing happens before subscription. Everything fails with
 * {@link dev.millrace.StoreUnavailableException} when the store cannot be reached, and with
 * {@link dev.millrace.StoreMisconfiguredException} when it is not as it must be or the user may not.
 */
public interface SinkGenerations {

    /** The last generation there can be. */
    int LAST = 9999;

    /** The sink that fills the generation. The first one's name is that of the read model; others add their number. */
    ChangeSink sink(int generation);

    /** Creates the generation if it is missing; completes once it is there. One that is there stays as it is. */
    Mono<Void> create(int generation);

    /** Emits the generations that are there, in their order. */
    Mono<List<Integer>> existing();

    /** Emits the generation that queries use; empty if they use none. */
    Mono<Integer> inUse();

    /**
     * Lets queries use this generation instead of the one before, in one step: each query sees one or the other, whole. It
     * takes no look at how complete that generation is: see {@link Comparison}.
     */
    Mono<Void> use(int generation);

    /**
     * Removes the generation and all it holds; completes also if there was none. Fails with
     * {@link GenerationInUseException} when queries use it.
     */
    Mono<Void> drop(int generation);

    /**
     * Emits what a generation holds of items in the range, deleted ones too, in the order of the store's own that ranges
     * follow: the first ones, so many at most.
     *
     * @param limit at least 1, at most 1,000
     */
    Mono<List<HeldItem>> page(int generation, KeyRange range, int limit);

    /**
     * Emits what a generation holds under these keys, deleted ones too, in any order; nothing for keys that it does not hold.
     *
     * @param keys at least 1, at most 1,000
     */
    Mono<List<HeldItem>> held(int generation, List<List<String>> keys);
}
