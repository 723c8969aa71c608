/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/**
 * Which kind of item, and whose: {@code TYPE#tenant}.
 *
 * @param type the kind of item: one segment, without the separator, not beginning with {@code $}
 * @param tenant whose items they are
 */
public record PartitionKey(String type, Tenant tenant) {

    /** Begins the partitions in which the stores keep what is no item. */
    private static final char RESERVED = '$';

    private static final int LONGEST_TYPE = KeyRules.PARTITION_KEY_BYTES - Tenant.LONGEST - 2;

    /** Validates the type; fails with {@link InvalidValueException}. */
    public PartitionKey {
        requireNonNull(tenant, "tenant");
        KeyRules.requireVisible("item type", requireNonNull(type, "type"));
        KeyRules.requireNoSeparator("item type", type);
        if (type.charAt(0) == RESERVED) {
            throw new InvalidValueException("item type", type, "must not begin with " + RESERVED);
        }
        KeyRules.requireAtMost(LONGEST_TYPE, "item type", type);
    }

    /** Returns the key for a type and a tenant code; fails with {@link InvalidValueException}. */
    public static PartitionKey of(String type, String tenant) {
        return new PartitionKey(type, Tenant.of(tenant));
    }

    /**
     * Reads a key back from its {@link #text()}; fails with {@link InvalidValueException} for any text that no key has.
     */
    public static PartitionKey parse(String text) {
        int separator = requireNonNull(text, "text").indexOf(KeyRules.SEPARATOR);
        if (separator < 0) {
            throw new InvalidValueException("partition key", text, "must have the form TYPE#tenant");
        }
        String tenant = text.substring(separator + 1);
        PartitionKey key = of(text.substring(0, separator), tenant);
        if (!key.tenant().code().equals(tenant)) {
            throw new InvalidValueException("partition key", text, "must name its tenant in lower case");
        }
        return key;
    }

    /** The key as it stands in the tables. */
    public String text() {
        return type + KeyRules.SEPARATOR + tenant.code();
    }

    @Override
    public String toString() {
        return text();
    }
}
