/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.rebuild.Comparison.TenantCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what two generations hold, in all and by tenant. */
final class TenantTallies {

    /** Further ones are counted together. */
    private static final int MOST_TENANTS = 10_000;

    private static final String OTHERS = "";

    private static final TenantCounts NOTHING = new TenantCounts(HeldCounts.NONE, HeldCounts.NONE);

    private final Map<String, TenantCounts> tenants = new HashMap<>();
    private HeldCounts one = HeldCounts.NONE;
    private HeldCounts other = HeldCounts.NONE;

    void add(List<HeldItem> ones, List<HeldItem> others) {
        for (HeldItem item : ones) {
            one = one.plus(item);
            tenants.compute(
                    name(item),
                    (tenant, counts) -> new TenantCounts(
                            orNothing(counts).one().plus(item),
                            orNothing(counts).other()));
        }
        for (HeldItem item : others) {
            other = other.plus(item);
            tenants.compute(
                    name(item),
                    (tenant, counts) -> new TenantCounts(
                            orNothing(counts).one(), orNothing(counts).other().plus(item)));
        }
    }

    private static TenantCounts orNothing(@Nullable TenantCounts counts) {
        return counts == null ? NOTHING : counts;
    }

    private String name(HeldItem item) {
        return tenants.containsKey(item.tenant()) || tenants.size() < MOST_TENANTS ? item.tenant() : OTHERS;
    }

    HeldCounts one() {
        return one;
    }

    HeldCounts other() {
        return other;
    }

    /** The tenants of which one holds more than the other. */
    SortedMap<String, TenantCounts> unequal() {
        SortedMap<String, TenantCounts> unequal = new TreeMap<>(tenants);
        unequal.values().removeIf(counts -> counts.one().isAsMany(counts.other()));
        return unequal;
    }
}
