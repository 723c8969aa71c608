/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.cli.demo.ExpectedItems.Expected;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a read model holds, compared item by item with what the input says.
 *
 * @param verified items that are as they must be: version, content, deletion
 * @param lost items that are missing or older than they must be
 * @param mismatched items that are there but otherwise not as they must be, or that nobody asked for
 */
record Verification(long verified, long lost, long mismatched) {

    /**
     * An item as a read model shows it.
     *
     * @param key which one
     * @param version its version
     * @param content its content
     */
    record Found(ItemKey key, Version version, ItemContent content) {}

    /** Compares everything that was found with everything that was expected. */
    static Mono<Verification> of(ExpectedItems expected, Flux<Found> found) {
        Map<ItemKey, Expected> missing = new HashMap<>();
        expected.forEach(missing::put);
        return found.reduce(new Verification(0, 0, 0), (sum, item) -> sum.plus(item, missing.remove(item.key())))
                .map(sum -> new Verification(sum.verified, sum.lost + missing.size(), sum.mismatched));
    }

    private Verification plus(Found found, @Nullable Expected expected) {
        if (expected != null && expected.version().isAfter(found.version())) {
            return new Verification(verified, lost + 1, mismatched);
        }
        boolean same = expected != null
                && expected.version().equals(found.version())
                && expected.content().equals(found.content());
        return same
                ? new Verification(verified + 1, lost, mismatched)
                : new Verification(verified, lost, mismatched + 1);
    }

    boolean isClean() {
        return lost == 0 && mismatched == 0;
    }
}
