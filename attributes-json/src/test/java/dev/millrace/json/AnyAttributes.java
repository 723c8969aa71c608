/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.json;

import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any attributes that an item may have, small ones. */
public final class AnyAttributes {

    private static final int DEEPEST_GENERATED = 4;
    private static final int LONGEST_GENERATED = 4;

    private AnyAttributes() {}

    /** Attributes of all types, nested. */
    public static Arbitrary<Attributes> attributes() {
        return maps(values(DEEPEST_GENERATED)).map(Attributes::of);
    }

    private static Arbitrary<Object> values(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Object> deeper = values(depth - 1);
        return Arbitraries.oneOf(
                leaves(),
                maps(deeper).asGeneric(),
                deeper.list().ofMaxSize(LONGEST_GENERATED).asGeneric());
    }

    private static Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                        texts().asGeneric(),
                        numbers().asGeneric(),
                        Arbitraries.of(true, false).asGeneric(),
                        Arbitraries.bytes().array(byte[].class).map(Binary::of).asGeneric())
                .injectNull(0.1);
    }

    private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        Arbitrary<String> marked = Arbitraries.of("$", "$$", "$binary", "$$binary", "binary");
        Arbitrary<String> names = Arbitraries.oneOf(texts().filter(name -> !name.isEmpty()), marked);
        return Arbitraries.maps(names, values).ofMaxSize(LONGEST_GENERATED);
    }

    /** Any characters of Unicode but halves of surrogate pairs, which no attribute may contain. */
    public static Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(LONGEST_GENERATED)
                .map(characters -> String.join("", characters));
    }

    /** Numbers as DynamoDB holds them. */
    public static Arbitrary<BigDecimal> numbers() {
        Arbitrary<BigInteger> digits = Arbitraries.bigIntegers()
                .between(
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate(),
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
        Arbitrary<Integer> scales = Arbitraries.integers().between(-88, 130);
        return Combinators.combine(digits, scales).as(BigDecimal::new);
    }
}
