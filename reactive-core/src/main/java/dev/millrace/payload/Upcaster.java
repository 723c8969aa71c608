/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.PayloadSchema;
import java.util.function.UnaryOperator;

/**
 * Turns attributes of one form into the next. Written once, when the form changes, and kept as long as there are payloads
 * of the old form; stored payloads stay as they are.
 *
 * @param from the form it takes; {@link PayloadSchema#NONE} if it adopts
 * @param to the form it gives
 * @param step gives new attributes; a pure function, which may fail with any exception
 */
public record Upcaster(PayloadSchema from, PayloadSchema to, UnaryOperator<Attributes> step) {

    /** Refuses a step that leads back, or nowhere; fails with {@link InvalidValueException}. */
    public Upcaster {
        requireNonNull(from, "from");
        requireNonNull(step, "step");
        if (requireNonNull(to, "to").isNone()) {
            throw new InvalidValueException("upcaster", from.toString(), "must lead to a schema");
        }
        if (!from.isNone() && to.version() != from.version() + 1) {
            throw new InvalidValueException("upcaster", from + " to " + to, "must lead to the version after");
        }
    }

    /** An upcaster from that version of a type to the one after. */
    public static Upcaster of(String type, int version, UnaryOperator<Attributes> step) {
        return renaming(type, version, type, step);
    }

    /** An upcaster from that version of a type to the one after, which has another name. */
    public static Upcaster renaming(String type, int version, String newType, UnaryOperator<Attributes> step) {
        return new Upcaster(PayloadSchema.of(type, version), PayloadSchema.of(newType, version + 1), step);
    }

    /**
     * An upcaster from attributes that were written without a schema to that version of a type. It serves whoever reads
     * such attributes as the class which that type is registered for, or has become.
     */
    public static Upcaster adopting(String type, int version, UnaryOperator<Attributes> step) {
        return new Upcaster(PayloadSchema.NONE, PayloadSchema.of(type, version), step);
    }

    /** Names the two forms. */
    @Override
    public String toString() {
        return "Upcaster[%s to %s]".formatted(from, to);
    }
}
