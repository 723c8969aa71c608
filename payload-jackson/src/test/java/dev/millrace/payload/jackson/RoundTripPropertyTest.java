/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.payload.PayloadCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RoundTripPropertyTest {

    private static final int LONGEST_GENERATED = 4;

    private final PayloadCodec codec = JacksonPayloadCodec.standard();

    enum Status {
        OPEN,
        PAID,
        SHIPPED
    }

    record Order(Header header, List<Line> lines, Map<String, Line> named, boolean gift) {}

    record Header(String customer, @Nullable String note, Status status, Instant at, LocalDate due) {}

    record Line(BigDecimal price, long quantity, double weight, Binary seal) {}

    @Property(edgeCases = EdgeCasesMode.NONE) // the combinations of so many parts do not fit into memory
    void every_payload_is_read_as_it_was_written(@ForAll("orders") Order order) {
        assertThat(codec.decode(codec.encode(order), Order.class)).isEqualTo(order);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void what_is_read_is_written_as_it_was(@ForAll("orders") Order order) {
        Attributes written = codec.encode(order);
        assertThat(codec.encode(codec.decode(written, Order.class))).isEqualTo(written);
    }

    @Property
    void every_number_is_read_as_it_was_written(@ForAll("numbers") BigDecimal number) {
        Line line = new Line(number, 1, 0.5, Binary.of(new byte[0]));
        assertThat(codec.decode(codec.encode(line), Line.class)).isEqualTo(line);
    }

    @Provide
    Arbitrary<Order> orders() {
        return Combinators.combine(
                        headers(),
                        lines().list().ofMaxSize(LONGEST_GENERATED),
                        Arbitraries.maps(texts().filter(name -> !name.isEmpty()), lines())
                                .ofMaxSize(LONGEST_GENERATED),
                        Arbitraries.of(true, false))
                .as(Order::new);
    }

    private Arbitrary<Header> headers() {
        Arbitrary<Instant> moments = Combinators.combine(
                        Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        Arbitrary<LocalDate> days =
                Arbitraries.longs().between(-719_162, 2_932_896).map(LocalDate::ofEpochDay);
        return Combinators.combine(texts(), texts().injectNull(0.3), Arbitraries.of(Status.values()), moments, days)
                .as(Header::new);
    }

    private Arbitrary<Line> lines() {
        Arbitrary<Double> weights =
                Arbitraries.doubles().between(-1e100, 1e100).filter(weight -> weight == 0 || Math.abs(weight) > 1e-100);
        return Combinators.combine(
                        numbers(),
                        Arbitraries.longs(),
                        weights.map(weight -> weight + 0.0), // there is no negative zero among decimals
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMaxSize(LONGEST_GENERATED)
                                .map(Binary::of))
                .as(Line::new);
    }

    private Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(LONGEST_GENERATED)
                .map(characters -> String.join("", characters));
    }

    /** Decimals as they come back: without trailing zeros after the point, without an exponent before it. */
    @Provide
    Arbitrary<BigDecimal> numbers() {
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        return Combinators.combine(
                        Arbitraries.bigIntegers().between(most.negate(), most),
                        Arbitraries.integers().between(-88, 130))
                .as(BigDecimal::new)
                .map(BigDecimal::stripTrailingZeros)
                .map(number -> number.scale() < 0 ? number.setScale(0) : number);
    }
}
