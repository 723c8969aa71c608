/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.PartitionKey;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Says how long the rows of a version stay that names no moment itself. It applies to the row of the command table and to
 * that of the data table alike, so that a newer version always outlives the ones before it.
 *
 * <p>An item whose rows have all expired is forgotten: created again under the same key, it begins at version 1, which
 * read models that still hold its last version ignore. Give a lifetime to items whose keys are not used again.
 *
 * <p>What a policy gives is no part of an item's content: the same content again is still unchanged, and a patch does not
 * inherit it.
 */
@FunctionalInterface
public interface ExpiryPolicy {

    /**
     * Emits for how long a version of an item of that partition stays from now on; empty if it stays for ever. A publish
     * whose policy fails fails with it, before it writes.
     */
    Mono<Duration> lifetime(PartitionKey partition);

    /** Everything stays. */
    static ExpiryPolicy never() {
        return partition -> Mono.empty();
    }

    /** Everything stays for that long, which is positive. */
    static ExpiryPolicy after(Duration lifetime) {
        if (requireNonNull(lifetime, "lifetime").isNegative() || lifetime.isZero()) {
            throw new InvalidValueException("lifetime", lifetime.toString(), "must be positive");
        }
        return partition -> Mono.just(lifetime);
    }
}
