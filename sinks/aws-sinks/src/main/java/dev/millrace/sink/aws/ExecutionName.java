/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the execution for a change is called: the same name whenever the change comes, and another one for any other change.
 * Step Functions allows 80 of these characters; a hash of the whole identity makes up for what is cut or replaced.
 */
final class ExecutionName {

    private static final int LONGEST = 80;
    private static final int HASH_BYTES = 16;

    private ExecutionName() {}

    static String of(ModuleId module, ChangeRecord change) {
        String pk = change.key().partition().text();
        String sk = change.key().sort().at(change.version()).text();
        String hash = hash(module + "\n" + pk + "\n" + sk);
        String readable = "%s-%s-%s-"
                .formatted(module.module(), pk, change.key().sort().text())
                .replaceAll("[^0-9A-Za-z_-]+", "-");
        String tail = "-v%d-%s".formatted(change.version().value(), hash);
        int room = LONGEST - tail.length();
        String head =
                readable.length() > room ? readable.substring(0, room) : readable.substring(0, readable.length() - 1);
        return head + tail;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
