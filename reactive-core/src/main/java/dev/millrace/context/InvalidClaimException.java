/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import dev.millrace.MillraceException;

/**
 * The claims of a token do not say who calls, or not in a way that can be read. Found before any I/O. The message names the
 * claim and the rule, never what the claim holds.
 */
public final class InvalidClaimException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final String claim;
    private final String rule;

    /**
     * Creates the failure.
     *
     * @param claim the name of the claim
     * @param rule the rule it breaks, as the rest of a sentence, for example {@code must be a text}
     */
    public InvalidClaimException(String claim, String rule) {
        super("claim %s %s".formatted(claim, rule));
        this.claim = claim;
        this.rule = rule;
    }

    /** The name of the claim. */
    public String claim() {
        return claim;
    }

    /** The rule it breaks, as the rest of a sentence. */
    public String rule() {
        return rule;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
