/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a tree of attributes so that {@link AttributesReader} finds the same tree. */
final class AttributesWriter {

    /** Begins the names that mean something to the format; a name of a user that begins so has it twice. */
    static final char MARK = '$';

    static final String BINARY = MARK + "binary";

    /** Integers below 10 to this power are written digit by digit, larger ones as BigDecimal writes them. */
    private static final int PLAIN_DIGITS = 18;

    private AttributesWriter() {}

    static void write(JsonGenerator json, Attributes attributes) throws IOException {
        writeMap(json, attributes.asMap());
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> values) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            json.writeFieldName(escaped((String) entry.getKey()));
            writeValue(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static String escaped(String name) {
        return name.charAt(0) == MARK ? MARK + name : name;
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof BigDecimal number) {
            writeNumber(json, number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(json, map);
        } else if (value instanceof List<?> list) {
            writeList(json, list);
        } else {
            writeBinary(json, (Binary) value);
        }
    }

    private static void writeNumber(JsonGenerator json, BigDecimal number) throws IOException {
        if (number.scale() <= 0 && number.precision() - number.scale() <= PLAIN_DIGITS) {
            json.writeNumber(number.longValue());
        } else {
            json.writeNumber(number);
        }
    }

    private static void writeList(JsonGenerator json, List<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            writeValue(json, value);
        }
        json.writeEndArray();
    }

    private static void writeBinary(JsonGenerator json, Binary binary) throws IOException {
        json.writeStartObject();
        json.writeFieldName(BINARY);
        json.writeBinary(binary.toByteArray());
        json.writeEndObject();
    }
}
