/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.PartitionKey;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Says how long the rows of a version stay that names no moment itself. It applies to the row of the command table and to
 * that of the data table alike. A version never goes before the one it follows: where that one stays for longer, or for
 * ever, so does it. A lifetime that is given or shortened later is therefore one for items created from then on.
 *
 * <p>An item whose rows have all expired is forgotten: created again under the same key, it begins at version 1. The data
 * table takes it as the new item that it is; other read models that still hold the old one's last version ignore it until
 * they are purged of it. Give a lifetime to items whose keys are not used again, or purge.
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
