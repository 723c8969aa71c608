/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.history;

import dev.millrace.item.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks down two trees of attributes side by side and notes where they differ. */
final class AttributeComparison {

    private final List<AttributePath> added = new ArrayList<>();
    private final List<AttributePath> changed = new ArrayList<>();
    private final List<AttributePath> removed = new ArrayList<>();

    private AttributeComparison() {}

    static AttributeComparison of(Attributes before, Attributes after) {
        AttributeComparison comparison = new AttributeComparison();
        comparison.compareMaps(before.asMap(), after.asMap(), AttributePath::of);
        return comparison;
    }

    List<AttributePath> added() {
        return added;
    }

    List<AttributePath> changed() {
        return changed;
    }

    List<AttributePath> removed() {
        return removed;
    }

    private void compareMaps(Map<?, ?> before, Map<?, ?> after, Function<String, AttributePath> path) {
        for (String name : namesOf(before, after)) {
            AttributePath here = path.apply(name);
            if (!before.containsKey(name)) {
                added.add(here);
            } else if (!after.containsKey(name)) {
                removed.add(here);
            } else {
                compareValues(before.get(name), after.get(name), here);
            }
        }
    }

    private void compareValues(@Nullable Object before, @Nullable Object after, AttributePath here) {
        if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
            compareMaps(left, right, here::then);
        } else if (!Objects.equals(before, after)) {
            changed.add(here);
        }
    }

    /** Canonical attributes have texts as names, all the way down. */
    private static Set<String> namesOf(Map<?, ?> before, Map<?, ?> after) {
        Set<String> names = new TreeSet<>();
        before.keySet().forEach(name -> names.add((String) name));
        after.keySet().forEach(name -> names.add((String) name));
        return names;
    }
}
