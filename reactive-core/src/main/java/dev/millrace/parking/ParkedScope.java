/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.parking;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ItemKey;
import dev.millrace.item.Tenant;

/** Which of a sink's parked items are meant. */
public sealed interface ParkedScope {

    /** The items of every tenant. */
    static ParkedScope everyTenant() {
        return EveryTenant.INSTANCE;
    }

    /** The items of one tenant. */
    static ParkedScope tenant(Tenant tenant) {
        return new OfTenant(tenant);
    }

    /** One item. */
    static ParkedScope item(ItemKey key) {
        return new OfItem(key);
    }

    /** All of them. */
    enum EveryTenant implements ParkedScope {
        /** The one value. */
        INSTANCE
    }

    /**
     * Those of one tenant.
     *
     * @param tenant whose
     */
    record OfTenant(Tenant tenant) implements ParkedScope {

        /** Refuses null. */
        public OfTenant {
            requireNonNull(tenant, "tenant");
        }
    }

    /**
     * A single one.
     *
     * @param key which
     */
    record OfItem(ItemKey key) implements ParkedScope {

        /** Refuses null. */
        public OfItem {
            requireNonNull(key, "key");
        }
    }
}
