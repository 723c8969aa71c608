/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.MillraceException;
import dev.millrace.MillraceException.Retry;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.offload.MissingPayloadException;
import dev.millrace.offload.UntrustedPayloadException;
import dev.millrace.payload.PayloadException;
import dev.millrace.sink.RefusedChangeException;
import dev.millrace.wire.UndecodableRecordException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Whose fault a failure is, which decides what becomes of the change. */
public enum FailureKind {

    /**
     * The sink's, or of what lies between: it cannot be reached, is busy, or has to be mended first. Every change would
     * fare the same, so none is parked: it is tried again, for ever.
     */
    INFRASTRUCTURE,

    /** The change's: this sink can never take it. Its item is parked at once. */
    DATA,

    /**
     * The code's, as far as anybody can tell: what is none of the above. Tried again a few times, since it may have been
     * chance; then the item is parked, provided that other items fare better.
     */
    BUG;

    /**
     * Returns the kind of a failure. Infrastructure are Millrace's own failures that may be retried, a store that has to be
     * mended, I/O failures and timeouts. Data are a {@link RefusedChangeException}, and failures of payloads and of values.
     * Everything else is taken to be a bug.
     */
    public static FailureKind of(Throwable failure) {
        if (isInfrastructure(failure)) {
            return INFRASTRUCTURE;
        }
        return isData(failure) ? DATA : BUG;
    }

    private static boolean isInfrastructure(Throwable failure) {
        return failure instanceof MillraceException own
                ? own.retry() != Retry.NEVER || own instanceof StoreMisconfiguredException
                : failure instanceof IOException || failure instanceof TimeoutException;
    }

    private static boolean isData(Throwable failure) {
        return failure instanceof RefusedChangeException
                || failure instanceof PayloadException
                || failure instanceof InvalidValueException
                || failure instanceof MissingPayloadException
                || failure instanceof UntrustedPayloadException
                || failure instanceof UndecodableRecordException;
    }
}
