/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as JSON: as a text of their own, for places that keep a payload without its item, or as a part of another
 * text. Lossless: bytes are an object with the one name {@code $binary}, and names that begin with {@code $} have it twice.
 */
public final class AttributesJson {

    private static final String WHAT = "JSON of attributes";
    private static final int LONGEST_NUMBER = 200;
    private static final int DEEPEST = 40;

    /** Whoever has the bytes has bounded them already, so that texts and names need no bound of their own. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private AttributesJson() {}

    /** Returns the JSON text, in UTF-8. It is canonical: equal attributes give equal bytes, in whatever order they were given. */
    public static byte[] write(Attributes attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            AttributesWriter.write(json, Attributes.of(sorted(attributes.asMap())));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes the attributes as the next value of another text, in the order in which they were given. */
    public static void write(JsonGenerator json, Attributes attributes) throws IOException {
        AttributesWriter.write(json, attributes);
    }

    /**
     * Returns the attributes that {@link #write(Attributes)} wrote. Fails with {@link InvalidValueException}, which shows nothing of
     * the text, when it is none of ours.
     */
    public static Attributes read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            Attributes attributes = read(json);
            if (json.nextToken() != null) {
                throw InvalidValueException.hidden(WHAT, "must end with its object");
            }
            return attributes;
        } catch (JsonProcessingException broken) {
            // Not handed on: its message quotes what it could not read.
            throw InvalidValueException.hidden(WHAT, "must be JSON within the limits of an item");
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in reading from memory", impossible);
        }
    }

    /**
     * Returns the attributes whose object begins at the parser's current token, and leaves the parser at its end. How deep
     * they may be nested is for the parser's constraints to say. Fails with {@link InvalidValueException}, which shows
     * nothing of the text, when the object is none of ours.
     */
    public static Attributes read(JsonParser json) throws IOException {
        return AttributesReader.read(json);
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> values) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        values.forEach((name, value) -> sorted.put((String) name, sorted(value)));
        return sorted;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> sorted = new ArrayList<>(list.size());
            list.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return value;
    }
}
