/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace;

import org.jspecify.annotations.Nullable;

/**
 * The root of all failures that Millrace signals. Each one is a fact and an answer to "may I retry this?".
 *
 * <p>Messages name keys, versions, limits and rules; they never contain an item's content.
 */
public abstract class MillraceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a caller may do about a failure. */
    public enum Retry {
        /** The same call fails again: the input or the configuration has to change. */
        NEVER,
        /** The same call, unchanged, may succeed later. */
        AS_IS,
        /** A new call, built from the item as it is now, may succeed. */
        AFTER_READING
    }

    private final String message;

    /** Creates a failure without a cause outside Millrace. */
    protected MillraceException(String message) {
        this(message, null);
    }

    /** Creates a failure with the cause that led to it, if there is one. */
    protected MillraceException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** Says what happened, to what, and which rule or limit it met. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** Tells whether, and how, it makes sense to try again. */
    public abstract Retry retry();
}
