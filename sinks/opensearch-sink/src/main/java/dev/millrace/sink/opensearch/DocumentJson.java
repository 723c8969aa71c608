/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.item.Binary;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.json.JsonpMapper;
import org.opensearch.client.json.JsonpSerializable;
import org.opensearch.client.json.jackson.JacksonJsonpGenerator;

/** A document as JSON text, written once: its size is known before it is sent, and sending it is copying it. */
record DocumentJson(String text) implements JsonpSerializable {

    private static final JsonFactory JSON = new JsonFactory();

    /** Above, the exponent form is shorter. */
    private static final int MOST_PLAIN_DIGITS = 40;

    static DocumentJson of(Map<String, ? extends @Nullable Object> document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writeMap(json, document);
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return new DocumentJson(text.toString());
    }

    /** How many bytes the text has in UTF-8. */
    int size() {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                size += c > 0x7FF && !Character.isSurrogate(c) ? 2 : 1; // a pair has four bytes
            }
        }
        return size;
    }

    @Override
    public void serialize(jakarta.json.stream.JsonGenerator generator, JsonpMapper mapper) {
        try {
            ((JacksonJsonpGenerator) generator).jacksonGenerator().writeRawValue(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows nothing of the document. */
    @Override
    public String toString() {
        return "DocumentJson[%d characters]".formatted(text.length());
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName((String) entry.getKey());
            write(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Number number) {
            json.writeNumber(plain(number));
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(json, map);
        } else if (value instanceof Iterable<?> values) {
            writeList(json, values);
        } else {
            writeRare(json, value);
        }
    }

    private static void writeList(JsonGenerator json, Iterable<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            write(json, value);
        }
        json.writeEndArray();
    }

    private static void writeRare(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Instant moment) {
            json.writeString(moment.toString());
        } else if (value instanceof Binary binary) {
            json.writeBinary(binary.toByteArray());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else {
            throw InvalidValueException.hidden(
                    "document", "must not hold a " + value.getClass().getName());
        }
    }

    /** One form for equal numbers, and the one that people write: 1000, not 1E+3. Fails for what is not finite. */
    static String plain(Number number) {
        BigDecimal decimal = exact(number).stripTrailingZeros();
        boolean isShort = Math.abs(decimal.scale()) + decimal.precision() <= MOST_PLAIN_DIGITS;
        return isShort ? decimal.toPlainString() : decimal.toString();
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw InvalidValueException.hidden("document", "must hold numbers that are finite");
        }
    }
}
