/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Attributes;
import dev.millrace.item.Tenant;
import dev.millrace.offload.PayloadPointer;
import dev.millrace.offload.UntrustedPayloadException;
import dev.millrace.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class EncodedPayloadTest {

    private static final Tenant OWNER = Tenant.of("acme");

    @Test
    void small_payloads_are_plain_json_and_large_ones_are_compressed() {
        EncodedPayload small = EncodedPayload.of(Samples.note("x"));
        EncodedPayload large = EncodedPayload.of(Samples.note("x".repeat(1 << 20)));

        assertThat(small.isCompressed()).isFalse();
        assertThat(small.body()).asString(UTF_8).isEqualTo("{\"note\":\"x\"}");
        assertThat(large.isCompressed()).isTrue();
        assertThat(large.body().length).isLessThan(10_000);
        assertThat(large.size()).isGreaterThan(1 << 20);
    }

    @Test
    void a_payload_reads_back_from_its_object() {
        for (Attributes payload : new Attributes[] {Samples.everyKind(), Samples.note("ü".repeat(10_000))}) {
            EncodedPayload encoded = EncodedPayload.of(payload);
            assertThat(EncodedPayload.read(OWNER, pointer(encoded), encoded.body(), encoded.isCompressed()))
                    .isEqualTo(payload);
        }
    }

    @Test
    void content_that_unpacks_to_more_than_the_pointer_says_is_not_unpacked_to_its_end() throws IOException {
        byte[] bomb = packed(new byte[256 << 20]);
        EncodedPayload encoded = EncodedPayload.of(Samples.note("x"));

        assertThatThrownBy(() -> EncodedPayload.read(OWNER, pointer(encoded), bomb, true))
                .isInstanceOf(UntrustedPayloadException.class);
    }

    @Test
    void content_that_is_not_compressed_although_it_says_so_is_refused() {
        EncodedPayload encoded = EncodedPayload.of(Samples.note("x"));

        assertThatThrownBy(() -> EncodedPayload.read(OWNER, pointer(encoded), encoded.body(), true))
                .isInstanceOf(UntrustedPayloadException.class)
                .hasNoCause();
    }

    @Test
    void content_that_has_the_hash_and_is_no_payload_is_refused_without_a_word_of_it() throws Exception {
        byte[] secret = "[\"secret\"]".getBytes(UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));

        assertThatThrownBy(
                        () -> EncodedPayload.read(OWNER, new PayloadPointer("x", secret.length, hash), secret, false))
                .isInstanceOf(UntrustedPayloadException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }

    private static PayloadPointer pointer(EncodedPayload encoded) {
        return new PayloadPointer("s3://somewhere", encoded.size(), encoded.sha256());
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}
