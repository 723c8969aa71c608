/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.PayloadSchema;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PayloadsBuilderTest {

    private static final UnaryOperator<Attributes> SAME = UnaryOperator.identity();

    private final Payloads.Builder builder = Payloads.over(new NothingCodec()).type(One.class, "one", 3);

    record One() {}

    record Two() {}

    @Test
    void two_classes_cannot_share_a_name() {
        assertRefused(builder.type(Two.class, "one", 4), "payload type \"one\" must be registered only once");
    }

    @Test
    void a_class_cannot_have_two_names() {
        assertRefused(
                builder.type(One.class, "two", 1),
                "payload class \"%s\" must be registered only once".formatted(One.class.getName()));
    }

    @Test
    void a_name_and_a_version_must_be_those_of_a_schema() {
        assertThatThrownBy(() -> builder.type(Two.class, "", 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> builder.type(Two.class, "two", 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> builder.type(Two.class, "a name", 1)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void two_upcasters_cannot_take_one_form() {
        builder.upcaster(Upcaster.of("one", 2, SAME));
        assertRefused(
                builder.upcaster(Upcaster.of("one", 2, SAME)),
                "upcaster \"Upcaster[one v2 to one v3]\" must be the only one from its form");
    }

    @Test
    void two_upcasters_cannot_adopt_for_one_class() {
        builder.upcaster(Upcaster.adopting("one", 3, SAME)).upcaster(Upcaster.of("one", 2, SAME));
        assertRefused(
                builder.upcaster(Upcaster.adopting("one", 2, SAME)),
                "upcaster \"Upcaster[without a schema to one v2]\" must be the only one that adopts for its class");
    }

    @Test
    void an_upcaster_cannot_take_the_form_that_its_class_has_or_a_later_one() {
        assertRefused(
                builder.upcaster(Upcaster.of("one", 3, SAME)),
                "upcaster \"Upcaster[one v3 to one v4]\" must take an older form than its class has");
    }

    @Test
    void a_gap_in_a_chain_shows_at_once() {
        assertRefused(
                builder.upcaster(Upcaster.of("one", 1, SAME)),
                "upcaster \"Upcaster[one v1 to one v2]\" must lead to the form of a class, leads to one v2");
    }

    @Test
    void a_chain_that_ends_under_a_name_of_no_class_shows_at_once() {
        assertRefused(
                builder.upcaster(Upcaster.renaming("one", 2, "won", SAME)),
                "upcaster \"Upcaster[one v2 to won v3]\" must lead to the form of a class, leads to won v3");
    }

    @Test
    void an_upcaster_leads_to_the_version_after_and_not_back_to_nothing() {
        assertThatThrownBy(() -> new Upcaster(PayloadSchema.of("one", 1), PayloadSchema.of("one", 3), SAME))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must lead to the version after");
        assertThatThrownBy(() -> new Upcaster(PayloadSchema.of("one", 1), PayloadSchema.NONE, SAME))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("must lead to a schema");
    }

    @Test
    void what_is_built_does_not_change_with_its_builder() {
        Payloads before = builder.build();
        Payloads after = builder.type(Two.class, "two", 1).build();
        ItemContent two = after.content(new Two());
        assertThat(after.read(two, Two.class)).isEqualTo(new Two());
        assertThatThrownBy(() -> before.read(two, Two.class)).isInstanceOf(PayloadException.class);
    }

    private static void assertRefused(Payloads.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }

    /** Maps objects that hold nothing. */
    private static final class NothingCodec implements PayloadCodec {

        @Override
        public Attributes encode(Object payload) {
            return Attributes.empty();
        }

        @Override
        public <T> T decode(Attributes attributes, Class<T> type) {
            return type.cast(type == One.class ? new One() : new Two());
        }
    }
}
