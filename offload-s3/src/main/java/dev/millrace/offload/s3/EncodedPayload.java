/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Tenant;
import dev.millrace.json.AttributesJson;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.UntrustedPayloadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A payload as an object: canonical JSON, compressed where that pays. Its hash is that of the JSON. */
final class EncodedPayload {

    /** How an object says that it is compressed. */
    static final String GZIP = "gzip";

    /** Below this, compression saves less than it costs. */
    private static final int SMALLEST_COMPRESSED = 10 << 10;

    private final byte[] json;

    private EncodedPayload(byte[] json) {
        this.json = json;
    }

    static EncodedPayload of(Attributes payload) {
        return new EncodedPayload(AttributesJson.write(payload));
    }

    /**
     * Reads a payload back from an object. Fails with {@link UntrustedPayloadException} when it is not, byte by byte, what
     * the pointer says; never unpacks more than that.
     */
    static Attributes read(Tenant owner, PayloadPointer pointer, byte[] body, boolean compressed) {
        EncodedPayload found = new EncodedPayload(compressed ? unpack(owner, pointer, body) : body);
        if (found.size() != pointer.bytes() || !found.sha256().equals(pointer.sha256())) {
            throw new UntrustedPayloadException(owner, "is not what its pointer says");
        }
        try {
            return AttributesJson.read(found.json);
        } catch (InvalidValueException notOurs) {
            throw new UntrustedPayloadException(owner, "is no payload");
        }
    }

    private static byte[] unpack(Tenant owner, PayloadPointer pointer, byte[] body) {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unpacked.readNBytes(Math.toIntExact(pointer.bytes() + 1));
        } catch (IOException broken) {
            throw new UntrustedPayloadException(owner, "cannot be unpacked");
        }
    }

    int size() {
        return json.length;
    }

    boolean isCompressed() {
        return json.length > SMALLEST_COMPRESSED;
    }

    /** What the object holds. */
    byte[] body() {
        return isCompressed() ? pack(json) : json;
    }

    private static byte[] pack(byte[] json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return packed.toByteArray();
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
