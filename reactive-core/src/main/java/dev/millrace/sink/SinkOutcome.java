/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink;

import static java.util.Objects.requireNonNull;

/** What became of one change in a sink. */
public sealed interface SinkOutcome {

    /** The sink wrote the change. */
    static SinkOutcome applied() {
        return Applied.INSTANCE;
    }

    /** The sink already held this version of the item or a later one, and wrote nothing. */
    static SinkOutcome stale() {
        return Stale.INSTANCE;
    }

    /** The sink can never take this change: the fault is in the change. Other changes of the batch are not affected. */
    static SinkOutcome refused(Throwable cause) {
        return new Refused(cause);
    }

    /** The sink could not take this change now: the fault is in the sink, and trying again helps. */
    static SinkOutcome deferred(Throwable cause) {
        return new Deferred(cause);
    }

    /** The change is in the sink. */
    enum Applied implements SinkOutcome {
        /** The one value. */
        INSTANCE
    }

    /** The change was there before, or a newer one. */
    enum Stale implements SinkOutcome {
        /** The one value. */
        INSTANCE
    }

    /**
     * The change is not in the sink and never will be.
     *
     * @param cause why
     */
    record Refused(Throwable cause) implements SinkOutcome {

        /** Refuses null. */
        public Refused {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The change is not in the sink yet.
     *
     * @param cause why
     */
    record Deferred(Throwable cause) implements SinkOutcome {

        /** Refuses null. */
        public Deferred {
            requireNonNull(cause, "cause");
        }
    }
}
