/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.Attributes;
import dev.millrace.offload.PayloadSize;
import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The size by which payloads are kept outside has to hold in the table, too. */
class PayloadSizePropertyTest {

    private static final int DEEPEST_GENERATED = 3;

    @Property(edgeCases = EdgeCasesMode.NONE) // the combinations of so many parts do not fit into memory
    void a_payload_is_never_larger_in_the_table_than_its_size(@ForAll("payloads") Map<String, Object> values) {
        Attributes payload = Attributes.of(values);

        assertThat(ItemSize.of(Map.of("", AttributeTrees.write(payload)))).isLessThanOrEqualTo(PayloadSize.of(payload));
    }

    @Provide
    Arbitrary<Map<String, Object>> payloads() {
        return maps(values(DEEPEST_GENERATED));
    }

    private Arbitrary<Object> values(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Object> deeper = values(depth - 1);
        return Arbitraries.oneOf(
                leaves(), maps(deeper).asGeneric(), deeper.list().ofMaxSize(5).asGeneric());
    }

    private Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().alpha().ofMaxLength(5).asGeneric(),
                        Arbitraries.of("grüße", "你好", "😀", "\u0001\n\"\\").asGeneric(),
                        Arbitraries.longs().asGeneric(),
                        Arbitraries.integers().between(-120, 120).asGeneric(),
                        Arbitraries.of(new BigDecimal("1E+17"), new BigDecimal("1E+125"), new BigDecimal("-1E-130"))
                                .asGeneric(),
                        Arbitraries.of(true, false).asGeneric(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(5).asGeneric())
                .injectNull(0.1);
    }

    private Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(3), values)
                .ofMaxSize(5);
    }
}
