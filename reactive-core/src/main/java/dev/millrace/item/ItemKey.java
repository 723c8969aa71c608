/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/**
 * Which item. Its {@link #id()} names the item everywhere: as record key in Kafka, in logs and in read models.
 *
 * @param partition kind and owner
 * @param sort identity within the partition
 */
public record ItemKey(PartitionKey partition, SortKey sort) {

    /** Refuses null. */
    public ItemKey {
        requireNonNull(partition, "partition");
        requireNonNull(sort, "sort");
    }

    /** Returns the key of an item; fails with {@link InvalidValueException}. */
    public static ItemKey of(String type, String tenant, String sort) {
        return new ItemKey(PartitionKey.of(type, tenant), SortKey.of(sort));
    }

    /** Reads a key back from its {@link #id()}; fails with {@link InvalidValueException}. */
    public static ItemKey parse(String id) {
        int afterType = requireNonNull(id, "id").indexOf(KeyRules.SEPARATOR);
        int afterTenant = id.indexOf(KeyRules.SEPARATOR, afterType + 1);
        if (afterType < 0 || afterTenant < 0) {
            throw new InvalidValueException("item id", id, "must have the form TYPE#tenant#sort-key");
        }
        return new ItemKey(PartitionKey.parse(id.substring(0, afterTenant)), SortKey.of(id.substring(afterTenant + 1)));
    }

    /** The kind of item. */
    public String type() {
        return partition.type();
    }

    /** Whose item it is. */
    public Tenant tenant() {
        return partition.tenant();
    }

    /** The item's name in one text: {@code TYPE#tenant#sort-key}; no two items share one. */
    public String id() {
        return partition.text() + KeyRules.SEPARATOR + sort.text();
    }

    @Override
    public String toString() {
        return id();
    }
}
