/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.item.ItemKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Under which id the index keeps an item: the item's own, or, where OpenSearch has no room for that, its hash. */
final class DocumentId {

    private static final int LONGEST = 512;

    /** Begins no item's id, since no item type begins with it. */
    private static final String HASHED = "$sha256:";

    private DocumentId() {}

    static String of(ItemKey key) {
        String id = key.id();
        byte[] bytes = id.getBytes(UTF_8);
        return bytes.length <= LONGEST ? id : HASHED + HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
