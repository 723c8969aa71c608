/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.PayloadSchema;

/**
 * A payload and the classes that this process knows do not go together. The message names schemas, classes, and the path
 * to a value; never a value. For the same reason there is no cause: mapping libraries quote what they could not read.
 *
 * <p>The fault is in the data, or in the deployment that should have known it: a sink refuses such a change, and it is
 * read once a deployment can.
 */
public final class PayloadException extends MillraceException {

    private static final long serialVersionUID = 1L;

    /** What does not go together. */
    public enum Reason {
        /** The attributes have no schema, and nothing was registered to give them one. */
        NO_SCHEMA,
        /** No payload of that type is known here. */
        UNKNOWN_TYPE,
        /** The type is known, in older forms only: whoever wrote it is a newer deployment. */
        NEWER_VERSION,
        /** No upcaster leads on from that older form. */
        NO_UPCASTER,
        /** An upcaster refused attributes of the form it was written for. */
        UPCAST_FAILED,
        /** The payload is of a known type, and not of the class asked for. */
        OTHER_CLASS,
        /** The attributes do not fit the class, or the object has no attributes that could stand for it. */
        MISFIT
    }

    private final Reason reason;

    private PayloadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static PayloadException noSchema(Class<?> wanted) {
        return new PayloadException(
                Reason.NO_SCHEMA, "payload has no schema, and nothing adopts it as a " + wanted.getName());
    }

    static PayloadException unknownType(PayloadSchema schema) {
        return new PayloadException(Reason.UNKNOWN_TYPE, "payload %s is of a type not known here".formatted(schema));
    }

    static PayloadException newerVersion(PayloadSchema schema, int newest) {
        return new PayloadException(
                Reason.NEWER_VERSION, "payload %s is newer than v%d, the newest known here".formatted(schema, newest));
    }

    static PayloadException noUpcaster(PayloadSchema schema) {
        return new PayloadException(
                Reason.NO_UPCASTER, "payload %s is old, and no upcaster leads on from it".formatted(schema));
    }

    /** Tells where an upcaster failed, by its stack trace, and of what kind the failure was; its message may quote data. */
    static PayloadException upcastFailed(Upcaster upcaster, RuntimeException failure) {
        String rule = failure instanceof InvalidValueException invalid
                ? invalid.what() + " " + invalid.rule()
                : failure.getClass().getName();
        PayloadException refused = new PayloadException(
                Reason.UPCAST_FAILED,
                "payload %s cannot become %s: %s".formatted(upcaster.from(), upcaster.to(), rule));
        refused.setStackTrace(failure.getStackTrace());
        return refused;
    }

    static PayloadException otherClass(PayloadSchema schema, Class<?> actual, Class<?> wanted) {
        return new PayloadException(
                Reason.OTHER_CLASS,
                "payload %s is a %s, not a %s".formatted(schema, actual.getName(), wanted.getName()));
    }

    /**
     * The failure of a {@link PayloadCodec} at one value.
     *
     * @param type the class the payload is read as, or written from
     * @param path where the value is, made of names that the class declares and of indexes, none of names out of the data;
     *     empty for the payload as a whole
     * @param rule the rule it breaks, as the rest of a sentence, for example {@code must be a whole number}
     */
    public static PayloadException misfit(Class<?> type, String path, String rule) {
        String where = path.isEmpty() ? type.getName() : "%s at %s".formatted(type.getName(), path);
        return new PayloadException(Reason.MISFIT, "payload %s %s".formatted(where, rule));
    }

    /** The same failure, its message and stack trace included, of the payload of that item. */
    PayloadException of(ItemKey key) {
        PayloadException named =
                new PayloadException(reason, "%s: %s".formatted(requireNonNull(key, "key"), getMessage()));
        named.setStackTrace(getStackTrace());
        return named;
    }

    /** What does not go together. */
    public Reason reason() {
        return reason;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
