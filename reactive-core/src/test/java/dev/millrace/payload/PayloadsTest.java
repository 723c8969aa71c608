/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.MillraceException.Retry;
import dev.millrace.command.RecordedCommand;
import dev.millrace.context.Origin;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.item.Version;
import dev.millrace.payload.PayloadException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Orders had one text for a customer, then a name, and became purchases when a total was added. */
class PayloadsTest {

    private static final String CANARY = "canary-secret-4711";

    private final Payloads payloads = Payloads.over(new OrderCodec())
            .type(Purchase.class, "purchase", 3)
            .type(Note.class, "note", 1)
            .upcaster(Upcaster.of("order", 1, old -> Attributes.of(Map.of("name", old.text("customer")))))
            .upcaster(Upcaster.renaming(
                    "order", 2, "purchase", old -> Attributes.of(Map.of("name", old.text("name"), "total", 0))))
            .build();

    sealed interface Payload {}

    record Purchase(String name, int total) implements Payload {}

    record Note(String text) implements Payload {}

    private static ItemContent content(String type, int version, Map<String, ?> attributes) {
        return ItemContent.of("a name", Attributes.of(attributes)).withSchema(PayloadSchema.of(type, version));
    }

    private static RecordedCommand recorded(ItemContent content) {
        Audit audit = Audit.first(new Stamp(Instant.EPOCH, "ada", ""));
        ItemState state = new ItemState(ItemKey.of("ORDER", "acme", "7"), Version.FIRST, content, audit);
        return new RecordedCommand(state, new CommandId("command-1"), Origin.UNKNOWN);
    }

    @Test
    void a_payload_is_stored_under_the_name_and_version_of_its_class() {
        ItemContent content = payloads.content(new Purchase("Ada", 12));
        assertThat(content)
                .isEqualTo(content("purchase", 3, Map.of("name", "Ada", "total", 12))
                        .withName(""));
    }

    @Test
    void a_payload_is_read_as_it_was_written() {
        Purchase purchase = new Purchase("Ada", 12);
        RecordedCommand command = recorded(payloads.content(purchase));
        assertThat(payloads.read(command.content(), Purchase.class)).isEqualTo(purchase);
        assertThat(payloads.read(command, Purchase.class)).isEqualTo(purchase);
        assertThat(payloads.read(command.toChange(), Purchase.class)).isEqualTo(purchase);
        assertThat(payloads.read(command.toItem(), Purchase.class)).isEqualTo(purchase);
    }

    @Test
    void the_type_decides_which_class_is_read_for_a_common_one() {
        assertThat(payloads.read(payloads.content(new Note("n")), Payload.class))
                .isEqualTo(new Note("n"));
        assertThat(payloads.read(payloads.content(new Purchase("Ada", 1)), Payload.class))
                .isEqualTo(new Purchase("Ada", 1));
    }

    @Test
    void the_oldest_form_goes_through_every_step_and_a_change_of_name() {
        assertThat(payloads.read(content("order", 1, Map.of("customer", "Ada")), Purchase.class))
                .isEqualTo(new Purchase("Ada", 0));
    }

    @Test
    void a_form_in_between_goes_through_the_steps_that_are_left() {
        assertThat(payloads.read(content("order", 2, Map.of("name", "Ada")), Purchase.class))
                .isEqualTo(new Purchase("Ada", 0));
    }

    @Test
    void three_versions_of_one_name_are_two_steps() {
        Payloads notes = Payloads.over(new OrderCodec())
                .type(Note.class, "note", 3)
                .upcaster(Upcaster.of("note", 1, old -> Attributes.of(Map.of("words", old.text("w") + "!"))))
                .upcaster(Upcaster.of("note", 2, old -> Attributes.of(Map.of("text", old.text("words") + "?"))))
                .build();
        assertThat(notes.read(content("note", 1, Map.of("w", "a")), Note.class)).isEqualTo(new Note("a!?"));
        assertThat(notes.read(content("note", 2, Map.of("words", "a")), Note.class))
                .isEqualTo(new Note("a?"));
        assertThat(notes.read(content("note", 3, Map.of("text", "a")), Note.class))
                .isEqualTo(new Note("a"));
    }

    @Test
    void attributes_without_a_schema_are_adopted_by_the_class_they_are_read_as() {
        Payloads adopting = Payloads.over(new OrderCodec())
                .type(Purchase.class, "purchase", 2)
                .type(Note.class, "note", 1)
                .upcaster(Upcaster.adopting("order", 1, UnaryOperator.identity()))
                .upcaster(Upcaster.adopting("note", 1, UnaryOperator.identity()))
                .upcaster(Upcaster.renaming("order", 1, "purchase", UnaryOperator.identity()))
                .build();
        ItemContent order = ItemContent.of("", Attributes.of(Map.of("name", "Ada", "total", 12)));
        assertThat(adopting.read(order, Purchase.class)).isEqualTo(new Purchase("Ada", 12));
        assertThat(adopting.read(ItemContent.of("", Attributes.of(Map.of("text", "n"))), Note.class))
                .isEqualTo(new Note("n"));
    }

    @Test
    void attributes_without_a_schema_are_refused_when_nothing_adopts_them() {
        ItemContent untyped = ItemContent.of("", Attributes.of(Map.of("text", CANARY)));
        assertRefused(
                untyped,
                Note.class,
                Reason.NO_SCHEMA,
                "payload has no schema, and nothing adopts it as a " + Note.class.getName());
    }

    @Test
    void an_unknown_type_is_refused() {
        assertRefused(
                content("invoice", 1, Map.of("text", CANARY)),
                Note.class,
                Reason.UNKNOWN_TYPE,
                "payload invoice v1 is of a type not known here");
    }

    @Test
    void a_form_newer_than_the_newest_known_is_refused() {
        assertRefused(
                content("purchase", 4, Map.of("text", CANARY)),
                Purchase.class,
                Reason.NEWER_VERSION,
                "payload purchase v4 is newer than v3, the newest known here");
    }

    @Test
    void a_form_under_a_former_name_is_refused_when_it_is_newer_than_the_name_was() {
        assertRefused(
                content("order", 3, Map.of("text", CANARY)),
                Purchase.class,
                Reason.NEWER_VERSION,
                "payload order v3 is newer than v2, the newest known here");
    }

    @Test
    void a_form_from_which_no_step_leads_on_is_refused() {
        assertRefused(
                content("purchase", 2, Map.of("text", CANARY)),
                Purchase.class,
                Reason.NO_UPCASTER,
                "payload purchase v2 is old, and no upcaster leads on from it");
    }

    @Test
    void a_payload_of_another_class_is_refused() {
        assertRefused(
                content("note", 1, Map.of("text", CANARY)),
                Purchase.class,
                Reason.OTHER_CLASS,
                "payload note v1 is a %s, not a %s".formatted(Note.class.getName(), Purchase.class.getName()));
    }

    @Test
    void attributes_that_an_upcaster_cannot_take_are_refused_with_the_rule_they_break() {
        assertRefused(
                content("order", 1, Map.of("buyer", CANARY)),
                Purchase.class,
                Reason.UPCAST_FAILED,
                "payload order v1 cannot become order v2: attributes.customer must be a text");
    }

    @Test
    void whatever_an_upcaster_throws_is_refused_and_only_its_place_shows() {
        Payloads parsing = Payloads.over(new OrderCodec())
                .type(Note.class, "note", 2)
                .upcaster(Upcaster.of("note", 1, PayloadsTest::parse))
                .build();
        PayloadException failure = catchThrowableOfType(
                PayloadException.class, () -> parsing.read(content("note", 1, Map.of("text", CANARY)), Note.class));
        assertThat(failure)
                .hasMessage("payload note v1 cannot become note v2: java.lang.NumberFormatException")
                .hasNoCause();
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("parse"));
        assertThat(shown(failure)).doesNotContain(CANARY);
    }

    private static Attributes parse(Attributes old) {
        return Attributes.of(Map.of("number", Integer.parseInt(old.text("text"))));
    }

    @Test
    void an_upcaster_that_gives_nothing_is_refused() {
        Payloads careless = Payloads.over(new OrderCodec())
                .type(Note.class, "note", 2)
                .upcaster(Upcaster.of("note", 1, old -> null))
                .build();
        assertThatThrownBy(() -> careless.read(content("note", 1, Map.of()), Note.class))
                .isInstanceOf(PayloadException.class)
                .hasMessage("payload note v1 cannot become note v2: java.lang.NullPointerException");
    }

    @Test
    void a_failure_names_the_item_it_is_about() {
        RecordedCommand command = recorded(content("invoice", 1, Map.of("text", CANARY)));
        String message = "ORDER#acme#7: payload invoice v1 is of a type not known here";
        assertThatThrownBy(() -> payloads.read(command, Note.class)).hasMessage(message);
        assertThatThrownBy(() -> payloads.read(command.toItem(), Note.class)).hasMessage(message);
        assertThatThrownBy(() -> payloads.read(command.toChange(), Note.class)).hasMessage(message);
    }

    @Test
    void a_read_inside_an_operator_fails_its_publisher() {
        Mono<Note> note = Mono.just(recorded(content("invoice", 1, Map.of())).toItem())
                .map(item -> payloads.read(item, Note.class));
        StepVerifier.create(note).verifyError(PayloadException.class);
    }

    @Test
    void a_payload_whose_class_is_not_registered_is_not_written() {
        assertThatThrownBy(() -> payloads.content("text"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("payload class \"java.lang.String\" must be registered");
    }

    private void assertRefused(ItemContent content, Class<?> type, Reason reason, String message) {
        PayloadException failure = catchThrowableOfType(PayloadException.class, () -> payloads.read(content, type));
        assertThat(failure).hasMessage(message).hasNoCause();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
        assertThat(shown(failure)).doesNotContain(CANARY);
    }

    private static String shown(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace + failure.toString();
    }

    /** Maps the two classes of this test by hand. */
    private static final class OrderCodec implements PayloadCodec {

        @Override
        public Attributes encode(Object payload) {
            return payload instanceof Purchase purchase
                    ? Attributes.of(Map.of("name", purchase.name(), "total", purchase.total()))
                    : Attributes.of(Map.of("text", ((Note) payload).text()));
        }

        @Override
        public <T> T decode(Attributes attributes, Class<T> type) {
            return type.cast(
                    type == Purchase.class
                            ? new Purchase(
                                    attributes.text("name"),
                                    attributes.number("total").intValueExact())
                            : new Note(attributes.text("text")));
        }
    }
}
