/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.MillraceException;

/** The sink of a generation that shall be used has not come as far as its topic. */
final class SinkBehindException extends MillraceException {

    private static final long serialVersionUID = 1L;

    SinkBehindException(long changes) {
        super("this generation is %,d changes behind its topic: are its workers running? (--despite-lag uses it anyway)"
                .formatted(changes));
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
