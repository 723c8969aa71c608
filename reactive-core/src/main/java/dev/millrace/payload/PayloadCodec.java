/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import dev.millrace.item.Attributes;

/**
 * Port to a mapping library: turns objects into attributes and back. It knows neither names nor versions of schemas;
 * {@link Payloads} does.
 *
 * <p>Implementations never take the name of a class from data. They are immutable and safe for concurrent use.
 */
public interface PayloadCodec {

    /**
     * Returns the attributes that stand for the payload: equal for equal payloads. Fails with {@link PayloadException} when
     * the payload is nothing that attributes can stand for, and with {@link dev.millrace.item.InvalidValueException} when a
     * value in it is beyond the limits of attributes.
     */
    Attributes encode(Object payload);

    /**
     * Returns the object of that class that the attributes stand for. Fails with {@link PayloadException#misfit} when they
     * do not fit it.
     */
    <T> T decode(Attributes attributes, Class<T> type);
}
