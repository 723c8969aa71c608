/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * How much of an item a client has seen: after a publish it keeps the token, and hands it back with its next
 * {@link DataService#getItem(ItemKey, VersionToken) read}, which then shows that version or a later one. Opaque. It is
 * good for one item, which it does not reveal, and opens nothing: whoever reads is checked as without it.
 *
 * @param text 32 characters, safe in a URL and in a header
 */
public record VersionToken(String text) {

    private static final long FORMAT = 1;
    private static final int FORMAT_SHIFT = 56;
    private static final int FINGERPRINT_BYTES = 16;
    private static final int BYTES = Long.BYTES + FINGERPRINT_BYTES;

    /** Validates the text; fails with {@link InvalidValueException}. */
    public VersionToken {
        version(bytes(requireNonNull(text, "text")), text);
    }

    /** The token of a client that has seen that version of the item, at least 1; fails with {@link InvalidValueException}. */
    public static VersionToken of(ItemKey key, Version version) {
        if (version.equals(Version.NONE)) {
            throw new InvalidValueException("version", "0", "is not one that anybody can have seen");
        }
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(FORMAT << FORMAT_SHIFT | version.value())
                .put(fingerprint(key))
                .array();
        return new VersionToken(Base64.getUrlEncoder().encodeToString(bytes));
    }

    /** The version seen of that item; fails with {@link InvalidValueException} if the token is another item's. */
    Version versionOf(ItemKey key) {
        byte[] bytes = bytes(text);
        if (!Arrays.equals(bytes, Long.BYTES, BYTES, fingerprint(key), 0, FINGERPRINT_BYTES)) {
            throw new InvalidValueException("version token", text, "is of another item");
        }
        return version(bytes, text);
    }

    private static Version version(byte[] bytes, String text) {
        long value = ByteBuffer.wrap(bytes).getLong() ^ FORMAT << FORMAT_SHIFT;
        if (value < Version.FIRST.value() || value > Version.MAX) {
            throw unknown(text);
        }
        return Version.of(value);
    }

    private static byte[] bytes(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private static byte[] fingerprint(ItemKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.id().getBytes(UTF_8));
            return Arrays.copyOf(hash, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InvalidValueException unknown(String text) {
        return new InvalidValueException("version token", text, "is not one that VersionToken.of gave");
    }

    @Override
    public String toString() {
        return text;
    }
}
