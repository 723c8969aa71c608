/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.json.AnyAttributes;
import java.math.BigDecimal;
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
                        texts(), AnyAttributes.attributes(), schemas(), Arbitraries.of(true, false), moments())
                .as((name, values, schema, deleted, expiry) -> new ItemContent(name, values, schema, deleted, expiry));
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

    private static Arbitrary<String> texts() {
        return AnyAttributes.texts();
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return AnyAttributes.numbers();
    }
}
