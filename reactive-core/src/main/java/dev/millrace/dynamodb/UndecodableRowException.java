/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.MillraceException;

/** A row that is not as we write rows. The message names its key and the rule that it breaks, not what it holds. */
public final class UndecodableRowException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure for a row, named by its keys. */
    UndecodableRowException(String row, String rule) {
        super("row %s %s".formatted(row, rule));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
