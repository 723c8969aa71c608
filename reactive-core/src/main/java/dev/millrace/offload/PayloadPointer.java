/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands in a row instead of a payload that is kept elsewhere: where it is, and how to know it again.
 *
 * <p>Rows, records and sinks carry it as a payload of one attribute, {@link #ATTRIBUTE}, so that none of them needs a
 * format of its own for it. A pointer proves nothing: a {@link PayloadStore} follows it only where it would itself have
 * put that payload of that tenant.
 *
 * @param location where the payload is, in the store's own words; visible ASCII
 * @param bytes the length of the encoded payload, before any compression
 * @param sha256 the SHA-256 of the encoded payload, in 64 lower-case hexadecimal digits
 */
public record PayloadPointer(String location, long bytes, String sha256) {

    /** The attribute that holds a pointer. Reserved at the top level of every payload; deeper down it means nothing. */
    public static final String ATTRIBUTE = "$offloaded";

    private static final String LOCATION = "location";
    private static final String BYTES = "bytes";
    private static final String SHA256 = "sha256";
    private static final Set<String> FIELDS = Set.of(LOCATION, BYTES, SHA256);

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,2048}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Validates the form; fails with {@link InvalidValueException}, which shows nothing of a location it refuses. */
    public PayloadPointer {
        if (!VISIBLE.matcher(requireNonNull(location, "location")).matches()) {
            throw InvalidValueException.hidden(LOCATION, "must be 1 to 2048 visible ASCII characters");
        }
        if (bytes < 0) {
            throw InvalidValueException.hidden(BYTES, "must not be negative");
        }
        if (!HASH.matcher(requireNonNull(sha256, "sha256")).matches()) {
            throw InvalidValueException.hidden(SHA256, "must be 64 lower-case hexadecimal digits");
        }
    }

    /** Tells whether attributes hold a pointer, well formed or not, rather than a payload. */
    public static boolean isIn(Attributes attributes) {
        return attributes.has(ATTRIBUTE);
    }

    /** Reads a pointer back from {@link #toAttributes()}; fails with {@link InvalidValueException}. */
    public static PayloadPointer of(Attributes attributes) {
        if (attributes.asMap().size() == 1 && attributes.asMap().get(ATTRIBUTE) instanceof Map<?, ?> fields) {
            return of(fields);
        }
        throw broken();
    }

    private static PayloadPointer of(Map<?, ?> fields) {
        if (fields.keySet().equals(FIELDS)
                && fields.get(LOCATION) instanceof String location
                && fields.get(BYTES) instanceof BigDecimal bytes
                && fields.get(SHA256) instanceof String sha256) {
            return new PayloadPointer(location, exact(bytes), sha256);
        }
        throw broken();
    }

    private static long exact(BigDecimal bytes) {
        try {
            return bytes.longValueExact();
        } catch (ArithmeticException fraction) {
            throw broken();
        }
    }

    private static InvalidValueException broken() {
        return InvalidValueException.hidden(
                "attributes." + ATTRIBUTE, "must be alone and hold a location, bytes and sha256");
    }

    /** The pointer as the payload of a row. */
    public Attributes toAttributes() {
        return Attributes.of(Map.of(ATTRIBUTE, Map.of(LOCATION, location, BYTES, bytes, SHA256, sha256)));
    }
}
