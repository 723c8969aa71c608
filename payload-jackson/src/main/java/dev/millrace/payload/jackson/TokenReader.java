/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.item.Binary;
import dev.millrace.payload.PayloadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of a payload as a tree of values such as attributes are made of. */
final class TokenReader {

    private final JsonParser tokens;
    private final Class<?> type;

    private TokenReader(JsonParser tokens, Class<?> type) {
        this.tokens = tokens;
        this.type = type;
    }

    /** Returns the tree of a payload of that class; fails with {@link PayloadException} if it is none. */
    static Map<String, @Nullable Object> read(TokenBuffer payload, Class<?> type) throws IOException {
        try (JsonParser tokens = payload.asParser()) {
            if (tokens.nextToken() != JsonToken.START_OBJECT) {
                throw PayloadException.misfit(type, "", "must have attributes, is a single value or a list");
            }
            return new TokenReader(tokens, type).readMap();
        }
    }

    private Map<String, @Nullable Object> readMap() throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name = tokens.nextFieldName(); name != null; name = tokens.nextFieldName()) {
            values.put(name, readValue(tokens.nextToken()));
        }
        return values;
    }

    private List<@Nullable Object> readList() throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            values.add(readValue(token));
        }
        return values;
    }

    private @Nullable Object readValue(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> readMap();
            case START_ARRAY -> readList();
            case VALUE_STRING -> tokens.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tokens.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_EMBEDDED_OBJECT -> readBytes(tokens.getEmbeddedObject());
            default -> null;
        };
    }

    private @Nullable Object readBytes(@Nullable Object embedded) {
        if (embedded == null || embedded instanceof byte[] || embedded instanceof Binary) {
            return embedded;
        }
        throw PayloadException.misfit(
                type, "", "must not hold a " + embedded.getClass().getName());
    }
}
