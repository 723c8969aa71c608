/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.Tenant;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which changes a sink sees; the others are acknowledged without it. All changes of an item should fare alike, or the sink
 * does not see the last of them. A filter that throws lets the change through.
 */
@FunctionalInterface
public interface ChangeFilter extends Predicate<ChangeRecord> {

    /** Lets everything through. */
    static ChangeFilter none() {
        return change -> true;
    }

    /** Lets the items of these tenants through. */
    static ChangeFilter tenants(Set<Tenant> tenants) {
        Set<Tenant> wanted = Set.copyOf(tenants);
        return change -> wanted.contains(change.key().tenant());
    }

    /** Lets items of these types through, as in {@code TYPE#tenant#sort-key}. */
    static ChangeFilter types(Set<String> types) {
        Set<String> wanted = Set.copyOf(types);
        return change -> wanted.contains(change.key().type());
    }
}
