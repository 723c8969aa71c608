/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hash of a payload that depends on what it holds and not on the order in which it was given. */
final class PayloadHash {

    private final MessageDigest digest = sha256();

    private PayloadHash() {}

    static String of(Attributes payload) {
        PayloadHash hash = new PayloadHash();
        hash.add(payload.asMap());
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            add('m', map.size());
            new TreeMap<>(map).forEach((name, element) -> {
                add(name);
                add(element);
            });
        } else if (value instanceof List<?> list) {
            add('l', list.size());
            list.forEach(this::add);
        } else if (value instanceof Binary binary) {
            add('b', binary.toByteArray());
        } else if (value instanceof String text) {
            add('s', text.getBytes(UTF_8));
        } else {
            add('o', String.valueOf(value).getBytes(UTF_8)); // a number, a boolean or null: no two of them read alike
        }
    }

    private void add(char kind, byte[] bytes) {
        add(kind, bytes.length);
        digest.update(bytes);
    }

    private void add(char kind, int size) {
        digest.update((kind + ":" + size + ":").getBytes(UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
