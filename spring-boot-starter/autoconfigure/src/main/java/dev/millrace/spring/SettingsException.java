/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;

/** Settings that cannot go together, or one that is missing: the application refuses to start. */
public final class SettingsException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * Creates the failure.
     *
     * @param fault what is wrong, naming the properties
     * @param fix what to change, as a sentence
     */
    public SettingsException(String fault, String fix) {
        super(fault);
        this.fix = requireNonNull(fix, "fix");
    }

    /** What to change. */
    public String fix() {
        return fix;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
