/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.MillraceException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;

/** The expected version was never written. Nothing was written now either. */
public final class UnknownVersionException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;
    private final transient Version expected;
    private final transient Version actual;

    /** Creates the failure; the actual version is {@link Version#NONE} when the item does not exist. */
    public UnknownVersionException(ItemKey key, Version expected, Version actual) {
        super("%s is at version %s, expected %s, which was never written".formatted(key, actual, expected));
        this.key = key;
        this.expected = expected;
        this.actual = actual;
    }

    /** Which item. */
    public ItemKey key() {
        return key;
    }

    /** The version that was expected. */
    public Version expected() {
        return expected;
    }

    /** The version the item is at. */
    public Version actual() {
        return actual;
    }

    @Override
    public Retry retry() {
        return Retry.AFTER_READING;
    }
}
