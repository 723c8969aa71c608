/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import java.io.Serial;

/** A rule of the format that a record breaks, told without a word of what the record holds. */
final class BrokenRuleException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String rule;

    /** Takes the rule as a sentence: what must be how. */
    BrokenRuleException(String what, String must) {
        super(what + " " + must, null, false, false);
        this.rule = what + " " + must;
    }

    String rule() {
        return rule;
    }
}
