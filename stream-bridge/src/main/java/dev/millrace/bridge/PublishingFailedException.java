/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import dev.millrace.MillraceException;
import org.jspecify.annotations.Nullable;

/** Kafka did not acknowledge a change: it is not known whether the change arrived. */
public final class PublishingFailedException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public PublishingFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public Retry retry() {
        return Retry.AS_IS;
    }
}
