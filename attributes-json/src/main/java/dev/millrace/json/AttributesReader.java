/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link AttributesWriter} wrote. How deep it may go down is limited by the parser's constraints. */
final class AttributesReader {

    private static final String WHAT = "attributes";

    private final JsonParser json;

    private AttributesReader(JsonParser json) {
        this.json = json;
    }

    /** Reads the object at whose start the parser is. */
    static Attributes read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidValueException.hidden(WHAT, "must be an object");
        }
        try {
            return Attributes.of(new AttributesReader(json).readMap(json.nextFieldName()));
        } catch (InvalidValueException invalid) {
            throw InvalidValueException.hidden(WHAT, invalid.rule());
        }
    }

    private Map<String, @Nullable Object> readMap(@Nullable String first) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int fields = 0;
        for (String field = first; field != null; field = json.nextFieldName()) {
            json.nextToken();
            values.put(unescaped(field), readValue());
            fields++;
        }
        if (values.size() < fields) {
            throw InvalidValueException.hidden(WHAT, "must not have two values under one name");
        }
        return values;
    }

    private static String unescaped(String name) {
        if (name.isEmpty() || name.charAt(0) != AttributesWriter.MARK) {
            return name;
        }
        if (name.length() == 1 || name.charAt(1) != AttributesWriter.MARK) {
            throw InvalidValueException.hidden(WHAT, "must have names whose first $ is doubled");
        }
        return name.substring(1);
    }

    private @Nullable Object readValue() throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> readObject();
            case START_ARRAY -> readList();
            default -> null;
        };
    }

    private BigDecimal readNumber() throws IOException {
        try {
            return json.getDecimalValue();
        } catch (NumberFormatException hugeExponent) {
            // Not handed on: its message quotes the number.
            throw InvalidValueException.hidden(WHAT, "must have numbers that fit into a decimal");
        }
    }

    private Object readObject() throws IOException {
        String first = json.nextFieldName();
        return AttributesWriter.BINARY.equals(first) ? readBinary() : readMap(first);
    }

    private Binary readBinary() throws IOException {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            throw InvalidValueException.hidden(WHAT, "must have texts as bytes");
        }
        Binary binary = Binary.of(json.getBinaryValue());
        if (json.nextToken() != JsonToken.END_OBJECT) {
            throw InvalidValueException.hidden(WHAT, "must have nothing beside bytes in their object");
        }
        return binary;
    }

    private List<@Nullable Object> readList() throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue());
        }
        return values;
    }
}
