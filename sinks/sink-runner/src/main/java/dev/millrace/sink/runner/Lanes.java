/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.item.ItemKey;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A fixed number of lanes; an item always takes the same one. */
final class Lanes implements Disposable {

    /** The golden ratio in 32 bits: spreads keys that hash alike over all lanes. */
    private static final int SPREAD = 0x9E3779B9;

    private final List<Lane> lanes;
    private final int shift;

    Lanes(RunnerOptions options, Function<List<Ticket>, Mono<Void>> settle) {
        this.lanes = Stream.generate(() -> new Lane(options, settle))
                .limit(options.lanes())
                .toList();
        this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(options.lanes());
    }

    Lane of(ItemKey key) {
        // A shift by 32 is none in Java, so a single lane needs its own answer.
        return lanes.get(lanes.size() == 1 ? 0 : (key.hashCode() * SPREAD) >>> shift);
    }

    @Override
    public void dispose() {
        lanes.forEach(Lane::dispose);
    }
}
