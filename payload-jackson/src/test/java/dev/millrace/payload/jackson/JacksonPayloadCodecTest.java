/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTyping;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.item.InvalidValueException;
import dev.millrace.payload.PayloadCodec;
import dev.millrace.payload.PayloadException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonPayloadCodecTest {

    private final PayloadCodec codec = JacksonPayloadCodec.standard();

    record Times(Instant instant, LocalDate date, OffsetDateTime offset, ZonedDateTime zoned, Duration duration) {}

    record Amount(BigDecimal value) {}

    record Wide(BigInteger value) {}

    record Numbers(int i, long l, double d, float f, short s, byte b) {}

    static final class Bytes {
        public byte[] array;
        public Binary binary;
    }

    record Order(String id, @Nullable String note, List<Line> lines) {}

    record Line(String sku, int quantity) {}

    record Count(int count) {}

    record BoxedCount(@Nullable Integer count) {}

    record Renamed(@JsonAlias("count") int quantity) {}

    record Flag(boolean flag) {}

    record Free(Map<String, Object> values) {}

    enum Status {
        OPEN,
        @JsonAlias("PAYED")
        PAID
    }

    record Bill(Status status) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Card.class, name = "card"),
        @JsonSubTypes.Type(value = Cash.class, name = "cash")
    })
    sealed interface Means {}

    record Card(String number) implements Means {}

    record Cash() implements Means {}

    record Payment(Means means) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Gadget {}

    record Toaster(int slots) implements Gadget {}

    record Kitchen(Gadget gadget) {}

    record Drawer(@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS) Object content) {}

    record Shelf(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> content) {}

    static final class Node {
        public @Nullable Node next;
    }

    private static Attributes of(String name, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(name, value);
        return Attributes.of(values);
    }

    private <T> void assertComesBack(T payload, Class<T> type) {
        assertThat(codec.decode(codec.encode(payload), type)).isEqualTo(payload);
    }

    @Test
    void times_are_iso_texts_and_come_back_with_their_offsets_and_zones() {
        Times times = new Times(
                Instant.parse("2026-11-23T09:30:00.000000001Z"),
                LocalDate.parse("2026-11-23"),
                OffsetDateTime.parse("2026-11-23T09:30:00+05:30"),
                ZonedDateTime.parse("2026-11-23T09:30:00+01:00[Europe/Paris]"),
                Duration.ofSeconds(90, 1));
        assertThat(codec.encode(times))
                .isEqualTo(Attributes.of(Map.of(
                        "instant", "2026-11-23T09:30:00.000000001Z",
                        "date", "2026-11-23",
                        "offset", "2026-11-23T09:30:00+05:30",
                        "zoned", "2026-11-23T09:30:00+01:00[Europe/Paris]",
                        "duration", "PT1M30.000000001S")));
        assertComesBack(times, Times.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "129.95",
                "0",
                "100",
                "-1E-130",
                "12345678901234567890.123456789012345678",
                "99999999999999999999999999999999999999",
                "9223372036854775808"
            })
    void decimals_are_exact(String number) {
        assertComesBack(new Amount(new BigDecimal(number)), Amount.class);
    }

    @Test
    void a_decimal_comes_back_without_trailing_zeros_and_without_an_exponent() {
        assertThat(codec.decode(codec.encode(new Amount(new BigDecimal("12.50"))), Amount.class))
                .isEqualTo(new Amount(new BigDecimal("12.5")));
        assertThat(codec.decode(codec.encode(new Amount(new BigDecimal("1.2E+3"))), Amount.class))
                .isEqualTo(new Amount(new BigDecimal("1200")));
    }

    @Test
    void integers_of_any_size_come_back() {
        assertComesBack(new Wide(BigInteger.TEN.pow(125)), Wide.class);
        assertComesBack(new Wide(BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE)), Wide.class);
        assertComesBack(new Numbers(100, Long.MIN_VALUE, 0.1, 0.1f, (short) -7, (byte) 127), Numbers.class);
        assertComesBack(
                new Numbers(Integer.MIN_VALUE, Long.MAX_VALUE, 1e100, Float.MIN_VALUE, Short.MAX_VALUE, (byte) 0),
                Numbers.class);
    }

    @Test
    void numbers_beyond_what_attributes_hold_are_refused_with_their_place() {
        assertThatThrownBy(() -> codec.encode(new Numbers(0, 0, Double.NaN, 0, (short) 0, (byte) 0)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("attributes{2:1} must be a finite number");
        assertThatThrownBy(() -> codec.encode(new Amount(new BigDecimal("1E+126"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("attributes{0:5} must have at most 38 significant digits");
    }

    @Test
    void bytes_are_bytes_and_not_text() {
        byte[] bytes = {0, 1, -1};
        Bytes written = new Bytes();
        written.array = bytes;
        written.binary = Binary.of(bytes);
        Attributes attributes = codec.encode(written);
        assertThat(attributes).isEqualTo(Attributes.of(Map.of("array", Binary.of(bytes), "binary", Binary.of(bytes))));
        Bytes read = codec.decode(attributes, Bytes.class);
        assertThat(read.array).isEqualTo(bytes);
        assertThat(read.binary).isEqualTo(Binary.of(bytes));
    }

    @Test
    void records_may_hold_records() {
        assertComesBack(new Order("7", "a note", List.of(new Line("A-1", 2), new Line("B-2", 1))), Order.class);
    }

    @Test
    void null_is_stored_as_null_and_an_absent_attribute_is_read_as_null() {
        Order order = new Order("7", null, List.of());
        assertThat(codec.encode(order).has("note")).isTrue();
        assertComesBack(order, Order.class);
        assertThat(codec.decode(Attributes.of(Map.of("id", "7", "lines", List.of())), Order.class))
                .isEqualTo(order);
    }

    @Test
    void maps_of_anything_come_back_as_attributes_hold_them() {
        Map<String, Object> values = new HashMap<>();
        values.put("null", null);
        values.put("list", Arrays.asList(1, "two", null, true, new BigDecimal("1.5"), Map.of("deep", List.of())));
        assertComesBack(new Free(values), Free.class);
    }

    @Test
    void attributes_that_the_class_does_not_have_are_passed_over() {
        assertThat(codec.decode(Attributes.of(Map.of("count", 1, "later", Map.of("a", 1))), Count.class))
                .isEqualTo(new Count(1));
    }

    @Test
    void attributes_that_the_class_does_not_have_are_refused_where_that_is_asked_for() {
        PayloadCodec strict = JacksonPayloadCodec.with(
                settings -> settings.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
        assertThatThrownBy(() -> strict.decode(Attributes.of(Map.of("count", 1, "later", 1)), Count.class))
                .isInstanceOf(PayloadException.class)
                .hasMessage("payload %s at * is no attribute of its class", Count.class.getName());
    }

    @Test
    void a_primitive_is_neither_null_nor_absent() {
        assertThatThrownBy(() -> codec.decode(Attributes.empty(), Count.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", null), Count.class)).isInstanceOf(PayloadException.class);
        assertThat(codec.decode(Attributes.empty(), BoxedCount.class)).isEqualTo(new BoxedCount(null));
    }

    @Test
    void nothing_is_taken_for_something_else() {
        assertThatThrownBy(() -> codec.decode(of("count", "1"), Count.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", "1"), BoxedCount.class))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", ""), BoxedCount.class))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", 1.5), Count.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", true), Count.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("count", 1L << 40), Count.class))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("flag", 1), Flag.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("flag", "true"), Flag.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("id", 1), Order.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("status", 0), Bill.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("status", "LOST"), Bill.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> codec.decode(of("binary", "AAH/"), Bytes.class))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void a_constant_may_keep_its_former_name_as_an_alias() {
        assertThat(codec.encode(new Bill(Status.PAID)).text("status")).isEqualTo("PAID");
        assertThat(codec.decode(of("status", "PAYED"), Bill.class)).isEqualTo(new Bill(Status.PAID));
    }

    @Test
    void a_component_may_keep_its_former_name_as_an_alias() {
        assertThat(codec.decode(codec.encode(new Count(7)), Renamed.class)).isEqualTo(new Renamed(7));
        assertThat(codec.encode(new Renamed(7))).isEqualTo(of("quantity", 7));
    }

    @Test
    void subtypes_are_told_apart_by_names_that_annotations_give_them() {
        Attributes attributes = codec.encode(new Payment(new Card("4711")));
        assertThat(attributes).isEqualTo(of("means", Map.of("kind", "card", "number", "4711")));
        assertThat(codec.decode(attributes, Payment.class)).isEqualTo(new Payment(new Card("4711")));
        assertComesBack(new Payment(new Cash()), Payment.class);
    }

    @Test
    void the_name_of_a_class_is_neither_written_nor_read() {
        String rule = "must tell its subtypes apart by names, not by names of classes";
        assertThatThrownBy(() -> codec.encode(new Kitchen(new Toaster(2))))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(rule);
        assertThatThrownBy(() -> codec.encode(new Toaster(2)))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(rule);
        for (Class<?> open : List.of(Kitchen.class, Toaster.class, Drawer.class, Shelf.class)) {
            Attributes chosen = Attributes.of(
                    Map.of("@class", Toaster.class.getName(), "gadget", Map.of("@class", Toaster.class.getName())));
            assertThatThrownBy(() -> codec.decode(chosen, open))
                    .as(open.getSimpleName())
                    .isInstanceOf(PayloadException.class)
                    .hasMessageContaining(rule);
        }
    }

    @Test
    void default_typing_is_refused() {
        assertThatThrownBy(() -> JacksonPayloadCodec.with(settings -> settings.activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("default typing must be off: it takes the names of classes from data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", ""})
    void a_payload_must_have_attributes(String text) {
        for (Object payload : List.of(text, 1, List.of(), Status.PAID, new byte[0])) {
            assertThatThrownBy(() -> codec.encode(payload))
                    .isInstanceOf(PayloadException.class)
                    .hasMessageEndingWith("must have attributes, is a single value or a list");
        }
    }

    @Test
    void a_payload_that_contains_itself_is_refused() {
        Node node = new Node();
        node.next = node;
        assertThatThrownBy(() -> codec.encode(node)).isInstanceOf(PayloadException.class);
    }
}
