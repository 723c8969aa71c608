/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record as a golden file shows it. The file's white space is there for people: the body is what remains without it,
 * byte for byte.
 *
 * @param key the record's key
 * @param headers its headers
 * @param body its value
 */
record Golden(String key, Map<String, String> headers, String body) {

    private static final String WHITE_SPACE_OUTSIDE_TEXTS = "(\"(?:\\\\.|[^\"\\\\])*\")|\\s+";

    static Golden of(ProducerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.merge(header.key(), new String(header.value(), UTF_8), Golden::twice));
        return new Golden(record.key(), headers, new String(record.value(), UTF_8));
    }

    private static String twice(String one, String other) {
        return one + " and " + other;
    }

    static Golden load(String name) {
        try (InputStream file = requireNonNull(Golden.class.getResourceAsStream("/golden/" + name), name)) {
            return parse(new String(file.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new AssertionError(name, unreadable);
        }
    }

    private static Golden parse(String text) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        String key = "";
        String body = "";
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                switch (field) {
                    case "key" -> key = json.nextTextValue();
                    case "headers" -> readHeaders(json, headers);
                    case "body" -> body = readBody(json, text);
                    default -> throw new AssertionError("a golden file has no field " + field);
                }
            }
        }
        return new Golden(key, headers, body);
    }

    private static void readHeaders(JsonParser json, Map<String, String> headers) throws IOException {
        json.nextToken();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            headers.put(name, json.nextTextValue());
        }
    }

    private static String readBody(JsonParser json, String text) throws IOException {
        json.nextToken();
        int start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        int end = (int) json.currentLocation().getCharOffset();
        return text.substring(start, end).replaceAll(WHITE_SPACE_OUTSIDE_TEXTS, "$1");
    }

    ConsumerRecord<String, byte[]> toRecord() {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value.getBytes(UTF_8)));
        return Records.consumed(key, all, body.getBytes(UTF_8));
    }
}
