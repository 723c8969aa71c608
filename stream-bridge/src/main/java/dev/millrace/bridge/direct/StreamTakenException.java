/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.MillraceException;

/** Another worker reads the stream, and a direct source is for one worker. What is saved is the other one's business now. */
public final class StreamTakenException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public StreamTakenException(String streamArn, String otherWorkerId) {
        super("stream %s is read by worker %s".formatted(streamArn, otherWorkerId));
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
