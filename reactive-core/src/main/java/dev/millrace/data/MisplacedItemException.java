/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import dev.millrace.MillraceException;

/**
 * A store answered with another item than the one it was asked for; somebody changed its rows by hand. The message names
 * what was asked, never what was found: that may be another tenant's.
 */
public final class MisplacedItemException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure; what was asked is an item, a version of one or a partition. */
    public MisplacedItemException(Object asked) {
        super("what the store holds for %s is something else".formatted(asked));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
