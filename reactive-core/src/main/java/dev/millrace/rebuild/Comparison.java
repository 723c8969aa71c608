/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Version;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * How two generations of a read model compare, item by item: which versions they hold, not what is in them.
 *
 * @param one what the first one held, counted while it was read
 * @param other what the second one held, counted while it was read
 * @param tenants the tenants of which the two held other numbers of items; empty where the keys tell no tenant
 * @param differences the items in which they differ, by their keys, at most {@link ComparisonOptions#mostDifferences}
 * @param isWhole whether all items were compared; false when there were too many differences to go on
 */
public record Comparison(
        HeldCounts one,
        HeldCounts other,
        SortedMap<String, TenantCounts> tenants,
        List<Difference> differences,
        boolean isWhole) {

    /** Copies the collections. */
    public Comparison {
        requireNonNull(one, "one");
        requireNonNull(other, "other");
        tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
        differences = List.copyOf(differences);
    }

    /**
     * What the generations held of a tenant.
     *
     * @param one the first one
     * @param other the second one
     */
    public record TenantCounts(HeldCounts one, HeldCounts other) {}

    /**
     * An item in which they differ, as it was first seen.
     *
     * @param one in the first one
     * @param other in the second one
     */
    public record Difference(HeldItem one, HeldItem other) {

        /** Refuses null. */
        public Difference {
            requireNonNull(one, "one");
            requireNonNull(other, "other");
        }

        /** The item's key. */
        public List<String> key() {
            return one.key();
        }

        /** Tells whether both have come to the newer of the two versions since, however far they have gone on. */
        boolean isSettledBy(HeldItem nowOne, HeldItem nowOther) {
            Version newer = one.version().isAfter(other.version()) ? one.version() : other.version();
            boolean haveCome = !newer.isAfter(nowOne.version()) && !newer.isAfter(nowOther.version());
            boolean contradict = nowOne.version().equals(nowOther.version()) && !nowOne.isSameAs(nowOther);
            return haveCome && !contradict;
        }

        /** Such as {@code ORDER#acme#7: version 3 against nothing}. */
        @Override
        public String toString() {
            return "%s: %s against %s".formatted(String.join(", ", key()), one.shown(), other.shown());
        }
    }

    /** Compares with the default options: see {@link #of(SinkGenerations, int, int, ComparisonOptions)}. */
    public static Mono<Comparison> of(SinkGenerations generations, int one, int other) {
        return of(generations, one, other, ComparisonOptions.defaults());
    }

    /**
     * Emits how two generations compare, once each item of either was looked up in the other. Both may be written meanwhile:
     * where one is ahead of the other, it is given the time that the options name to come at least as far. So what is
     * left differs for another reason than that it is on its way.
     *
     * <p>Nothing happens before subscription. Both are read whole, a page at a time.
     *
     * <ul>
     *   <li><b>Fails</b> with the first failure of the store; comparing again is safe.
     *   <li><b>Cancelling</b> stops after the read under way.
     *   <li><b>Memory</b>: a page of each, the differences, and a count for each of up to 10,000 tenants; what further
     *       tenants have is counted together, under the empty name.
     * </ul>
     */
    public static Mono<Comparison> of(SinkGenerations generations, int one, int other, ComparisonOptions options) {
        requireNonNull(generations, "generations");
        requireNonNull(options, "options");
        return Mono.defer(() -> new ComparisonRun(generations, one, other, options).run());
    }

    /** Tells whether nothing differs. */
    public boolean isEqual() {
        return isWhole && differences.isEmpty();
    }
}
