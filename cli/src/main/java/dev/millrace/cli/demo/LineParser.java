/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;

/** Reads a line: one JSON object with {@code type, tenant, code, change, at} and {@code attributes}. */
final class LineParser {

    private static final TypeReference<Map<String, Object>> ANY_MAP = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    InputChange parse(long line, String text) throws InvalidLineException {
        try {
            JsonNode node = json.readTree(text);
            requireMoment(line, node);
            return new InputChange(
                    line,
                    ItemKey.of(text(line, node, "type"), text(line, node, "tenant"), text(line, node, "code")),
                    kind(line, text(line, node, "change")),
                    attributes(line, node));
        } catch (JsonProcessingException e) {
            throw new InvalidLineException(line, "must be one JSON object");
        } catch (InvalidValueException e) {
            throw new InvalidLineException(line, e.getMessage());
        }
    }

    private static InputChange.Kind kind(long line, String text) throws InvalidLineException {
        return switch (text) {
            case "A" -> InputChange.Kind.A;
            case "M" -> InputChange.Kind.M;
            case "D" -> InputChange.Kind.D;
            default -> throw new InvalidLineException(line, "change must be A, M or D");
        };
    }

    private static void requireMoment(long line, JsonNode node) throws InvalidLineException {
        try {
            OffsetDateTime.parse(text(line, node, "at"));
        } catch (DateTimeException e) {
            throw new InvalidLineException(line, "at must be a moment such as 2015-11-10T10:06:40+00:00");
        }
    }

    private Attributes attributes(long line, JsonNode node) throws InvalidLineException {
        JsonNode attributes = node.path("attributes");
        if (attributes.isMissingNode()) {
            return Attributes.empty();
        }
        if (!attributes.isObject()) {
            throw new InvalidLineException(line, "attributes must be an object");
        }
        return Attributes.of(json.convertValue(attributes, ANY_MAP));
    }

    private static String text(long line, JsonNode node, String name) throws InvalidLineException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new InvalidLineException(line, name + " must be there and be a text");
        }
        return value.textValue();
    }
}
