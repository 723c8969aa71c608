/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import dev.millrace.MillraceException;
import dev.millrace.item.ItemKey;

/** There is no item to patch. */
public final class ItemNotFoundException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;

    /** Creates the failure. */
    public ItemNotFoundException(ItemKey key) {
        super("%s does not exist".formatted(key));
        this.key = key;
    }

    /** Which item. */
    public ItemKey key() {
        return key;
    }

    @Override
    public Retry retry() {
        return Retry.AFTER_READING;
    }
}
