/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadPointerTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final PayloadPointer POINTER = new PayloadPointer("s3://bucket/key.json", 300_000, HASH);

    @Test
    void a_pointer_reads_back_from_attributes() {
        assertThat(PayloadPointer.of(POINTER.toAttributes())).isEqualTo(POINTER);
        assertThat(PayloadPointer.isIn(POINTER.toAttributes())).isTrue();
        assertThat(PayloadPointer.isIn(Attributes.of(Map.of("location", "x")))).isFalse();
    }

    @Test
    void attributes_that_are_not_exactly_a_pointer_are_refused() {
        Map<String, Object> good = Map.of("location", "x", "bytes", 1, "sha256", HASH);
        List<Map<String, ?>> bad = List.of(
                Map.of("$offloaded", good, "more", 1),
                Map.of("$offloaded", "s3://bucket/key.json"),
                Map.of("$offloaded", Map.of("location", "x", "bytes", 1)),
                Map.of("$offloaded", Map.of("location", "x", "bytes", "1", "sha256", HASH)),
                Map.of("$offloaded", Map.of("location", "x", "bytes", 1.5, "sha256", HASH)),
                Map.of("$offloaded", Map.of("location", "x", "bytes", 1E30, "sha256", HASH)),
                Map.of("$offloaded", Map.of("location", "x", "bytes", -1, "sha256", HASH)),
                Map.of("$offloaded", Map.of("location", "x", "bytes", 1, "sha256", HASH.replace("a", "A"))),
                Map.of("$offloaded", Map.of("location", "x y", "bytes", 1, "sha256", HASH)),
                Map.of("$offloaded", Map.of("location", "", "bytes", 1, "sha256", HASH)),
                Map.of("other", good));

        assertThat(bad).allSatisfy(values -> assertThatThrownBy(() -> PayloadPointer.of(Attributes.of(values)))
                .isInstanceOf(InvalidValueException.class));
        assertThat(PayloadPointer.of(Attributes.of(Map.of("$offloaded", good))).sha256())
                .isEqualTo(HASH);
    }

    @Test
    void a_location_that_is_refused_is_not_quoted() {
        assertThatThrownBy(() -> new PayloadPointer("a secret", 1, HASH))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("secret");
    }
}
