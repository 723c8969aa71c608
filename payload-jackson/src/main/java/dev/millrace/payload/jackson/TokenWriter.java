/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.item.Attributes;
import dev.millrace.item.Binary;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a tree of attributes as the tokens that Jackson reads objects from. */
final class TokenWriter {

    private final TokenBuffer tokens;

    private TokenWriter(TokenBuffer tokens) {
        this.tokens = tokens;
    }

    static TokenBuffer write(Attributes attributes, ObjectCodec codec) throws IOException {
        TokenBuffer tokens = new TokenBuffer(codec, false);
        new TokenWriter(tokens).writeMap(attributes.asMap());
        return tokens;
    }

    private void writeMap(Map<?, ?> values) throws IOException {
        tokens.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            tokens.writeFieldName((String) entry.getKey());
            writeValue(entry.getValue());
        }
        tokens.writeEndObject();
    }

    private void writeList(List<?> values) throws IOException {
        tokens.writeStartArray();
        for (Object value : values) {
            writeValue(value);
        }
        tokens.writeEndArray();
    }

    private void writeValue(@Nullable Object value) throws IOException {
        if (value == null) {
            tokens.writeNull();
        } else if (value instanceof String text) {
            tokens.writeString(text);
        } else if (value instanceof BigDecimal number) {
            writeNumber(number);
        } else if (value instanceof Boolean flag) {
            tokens.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value instanceof List<?> list) {
            writeList(list);
        } else {
            tokens.writeEmbeddedObject(((Binary) value).toByteArray());
        }
    }

    /** Jackson takes a whole number for an integer only if it is told so. */
    private void writeNumber(BigDecimal number) throws IOException {
        if (number.scale() > 0) {
            tokens.writeNumber(number);
            return;
        }
        BigInteger whole = number.toBigIntegerExact();
        if (whole.bitLength() < Integer.SIZE) {
            tokens.writeNumber(whole.intValue());
        } else if (whole.bitLength() < Long.SIZE) {
            tokens.writeNumber(whole.longValue());
        } else {
            tokens.writeNumber(whole);
        }
    }
}
