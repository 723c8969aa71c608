/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.Binary;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripPropertyTest {

    private static final int DEEPEST_GENERATED = 4;
    private static final int LONGEST_GENERATED = 4;

    private final ChangeWire wire = ChangeWire.json();

    @Property(edgeCases = EdgeCasesMode.NONE) // the combinations of so many parts do not fit into memory
    void every_change_is_read_as_it_was_written(@ForAll("changes") ChangeRecord change) {
        assertThat(wire.read(Records.consumed(wire.write(Changes.TOPIC, change, Changes.MODULE))))
                .isEqualTo(change);
    }

    @Property
    void every_number_is_read_as_it_was_written(@ForAll("numbers") BigDecimal number) {
        ChangeRecord change = Changes.with(Map.of("number", number));
        assertThat(wire.read(Records.consumed(wire.write(Changes.TOPIC, change, Changes.MODULE))))
                .isEqualTo(change);
    }

    @Provide
    Arbitrary<ChangeRecord> changes() {
        Arbitrary<Origin> origins = Combinators.combine(texts(), texts(), Arbitraries.of("", "00-ab-cd-01"))
                .as(Origin::new);
        return Combinators.combine(states(), origins)
                .as((state, origin) -> new ChangeRecord(state, new CommandId("command-1"), origin));
    }

    private Arbitrary<ItemState> states() {
        Arbitrary<Version> versions =
                Arbitraries.longs().between(1, Version.MAX).map(Version::of);
        Arbitrary<ItemContent> contents = Combinators.combine(
                        texts(), maps(values(DEEPEST_GENERATED)), schemas(), Arbitraries.of(true, false), moments())
                .as((name, values, schema, deleted, expiry) ->
                        new ItemContent(name, Attributes.of(values), schema, deleted, expiry));
        Arbitrary<Audit> audits = Combinators.combine(stamps(), stamps()).as(Audit::new);
        return Combinators.combine(versions, contents, audits)
                .as((version, content, audit) ->
                        new ItemState(ItemKey.of("ORDER", "acme", "ORDER-7"), version, content, audit));
    }

    private Arbitrary<PayloadSchema> schemas() {
        Arbitrary<String> types =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(128);
        Arbitrary<Integer> versions = Arbitraries.integers().greaterOrEqual(1);
        return Arbitraries.oneOf(
                Arbitraries.just(PayloadSchema.NONE),
                Combinators.combine(types, versions).as(PayloadSchema::of));
    }

    private Arbitrary<Stamp> stamps() {
        return Combinators.combine(moments(), texts(), texts()).as(Stamp::new);
    }

    private Arbitrary<Instant> moments() {
        Arbitrary<Instant> ordinary = Arbitraries.longs()
                .between(0, Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
        return Arbitraries.oneOf(ordinary, Arbitraries.of(Instant.EPOCH, Instant.MIN, Instant.MAX));
    }

    private Arbitrary<Object> values(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Object> deeper = values(depth - 1);
        return Arbitraries.oneOf(
                leaves(),
                maps(deeper).asGeneric(),
                deeper.list().ofMaxSize(LONGEST_GENERATED).asGeneric());
    }

    private Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                        texts().asGeneric(),
                        numbers().asGeneric(),
                        Arbitraries.of(true, false).asGeneric(),
                        Arbitraries.bytes().array(byte[].class).map(Binary::of).asGeneric())
                .injectNull(0.1);
    }

    private Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        Arbitrary<String> marked = Arbitraries.of("$", "$$", "$binary", "$$binary", "binary");
        Arbitrary<String> names = Arbitraries.oneOf(texts().filter(name -> !name.isEmpty()), marked);
        return Arbitraries.maps(names, values).ofMaxSize(LONGEST_GENERATED);
    }

    /** Any characters of Unicode but halves of surrogate pairs, which no attribute may contain. */
    private Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(LONGEST_GENERATED)
                .map(characters -> String.join("", characters));
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        Arbitrary<BigInteger> digits = Arbitraries.bigIntegers()
                .between(
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate(),
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
        Arbitrary<Integer> scales = Arbitraries.integers().between(-88, 130);
        return Combinators.combine(digits, scales).as(BigDecimal::new);
    }
}
