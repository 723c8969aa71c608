/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.millrace.MillraceException.Retry;
import dev.millrace.item.Attributes;
import dev.millrace.payload.PayloadException;
import dev.millrace.payload.PayloadException.Reason;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failure says of a payload: where and why, never what. */
class MisfitsTest {

    private static final String CANARY = "canary-secret-4711";

    private final JacksonPayloadCodec codec = JacksonPayloadCodec.standard();

    enum Status {
        OPEN
    }

    record Line(String sku, int quantity) {}

    record Order(Status status, Instant at, BigDecimal total, List<Line> lines, Map<String, Line> byName) {}

    record Picky(String text) {
        Picky {
            throw new IllegalArgumentException("not " + text);
        }
    }

    record Holder(Picky picky) {}

    record Open(InputStream stream) {}

    static final class Loose {
        @JsonAnySetter
        public Map<String, Integer> counts = Map.of();
    }

    @JsonDeserialize(using = Careless.class)
    record Custom(String text) {}

    static final class Careless extends JsonDeserializer<Custom> {
        @Override
        public Custom deserialize(JsonParser json, DeserializationContext context) {
            throw new IllegalStateException(CANARY);
        }
    }

    static final class Failing {
        public int getNumber() {
            return Integer.parseInt(CANARY);
        }
    }

    record Raw(@JsonRawValue String json) {}

    static Stream<Arguments> misfits() {
        Object line = Map.of("sku", "A-1", "quantity", CANARY);
        return Stream.of(
                arguments(Order.class, Map.of("status", CANARY), "at status must be of type " + Status.class.getName()),
                arguments(Order.class, Map.of("at", CANARY), "at at must be of type java.time.Instant"),
                arguments(Order.class, Map.of("total", CANARY), "at total must be of type java.math.BigDecimal"),
                arguments(
                        Order.class,
                        Map.of("lines", List.of(Map.of("quantity", 1), line)),
                        "at lines[1].quantity must be of type int"),
                arguments(
                        Order.class,
                        Map.of("lines", List.of(CANARY)),
                        "at lines[0] must be of type " + Line.class.getName()),
                arguments(
                        Order.class,
                        Map.of("byName", Map.of(CANARY, line)),
                        "at byName.*.quantity must be of type int"),
                arguments(Loose.class, Map.of(CANARY, CANARY), "at * must be of type java.lang.Integer"),
                arguments(
                        Holder.class,
                        Map.of("picky", Map.of("text", CANARY)),
                        "at picky is refused by its class " + Picky.class.getName()
                                + " (java.lang.IllegalArgumentException)"),
                arguments(
                        Picky.class,
                        Map.of("text", CANARY),
                        "is refused by its class " + Picky.class.getName() + " (java.lang.IllegalArgumentException)"),
                arguments(
                        Open.class,
                        Map.of("stream", Map.of("a", CANARY)),
                        "at stream is a java.io.InputStream, which cannot be mapped"),
                arguments(Custom.class, Map.of("text", CANARY), "cannot be mapped (java.lang.IllegalStateException)"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_failed_decode_says_where_and_why_and_nothing_of_the_payload(
            Class<?> type, Map<String, ?> attributes, String rule) {
        PayloadException failure =
                catchThrowableOfType(PayloadException.class, () -> codec.decode(Attributes.of(attributes), type));
        assertThat(failure).hasMessage("payload %s %s", type.getName(), rule);
        assertSilent(failure);
    }

    @Test
    void a_failed_encode_says_where_and_nothing_of_the_payload() {
        PayloadException failure = catchThrowableOfType(PayloadException.class, () -> codec.encode(new Failing()));
        assertThat(failure)
                .hasMessage(
                        "payload %s at number cannot be mapped (java.lang.NumberFormatException)",
                        Failing.class.getName());
        assertSilent(failure);
    }

    @Test
    void json_in_a_text_is_nothing_that_attributes_hold() {
        PayloadException failure =
                catchThrowableOfType(PayloadException.class, () -> codec.encode(new Raw("{\"a\":\"" + CANARY + "\"}")));
        assertThat(failure).hasMessageContaining("must not hold a ");
        assertSilent(failure);
    }

    private static void assertSilent(PayloadException failure) {
        assertThat(failure.reason()).isEqualTo(Reason.MISFIT);
        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
        assertThat(failure).hasNoCause();
        assertThat(shown(failure)).doesNotContain(CANARY);
    }

    private static String shown(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace + failure.toString();
    }
}
