/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import java.util.Arrays;

/** Bytes as an attribute's value: immutable and equal by content, which an array is not. */
public final class Binary {

    private final byte[] bytes;

    private Binary(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a value with a copy of the bytes. */
    public static Binary of(byte[] bytes) {
        return new Binary(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** How many bytes there are. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Says how many bytes there are, not which. */
    @Override
    public String toString() {
        return "Binary[%d bytes]".formatted(bytes.length);
    }
}
