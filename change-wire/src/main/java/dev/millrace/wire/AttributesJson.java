/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

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
 * Attributes as JSON text of their own, as in the {@code attributes} of a {@link ChangeWire} body, for places that keep a
 * payload without its item. Lossless and canonical: equal attributes give equal bytes, in whatever order they were given.
 */
public final class AttributesJson {

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

    /** Returns the JSON text, in UTF-8. */
    public static byte[] write(Attributes attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            AttributesWriter.write(json, Attributes.of(sorted(attributes.asMap())));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the attributes that {@link #write} wrote. Fails with {@link InvalidValueException}, which shows nothing of
     * the text, when it is none of ours.
     */
    public static Attributes read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            return read(json);
        } catch (BrokenRuleException broken) {
            throw InvalidValueException.hidden("JSON of attributes:", broken.rule());
        } catch (JsonProcessingException broken) {
            // Not handed on: its message quotes what it could not read.
            throw InvalidValueException.hidden("JSON of attributes", "must be JSON within the limits of an item");
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in reading from memory", impossible);
        }
    }

    private static Attributes read(JsonParser json) throws IOException, BrokenRuleException {
        json.nextToken();
        Attributes attributes = AttributesReader.read(json);
        if (json.nextToken() != null) {
            throw new BrokenRuleException("the text", "must end with its object");
        }
        return attributes;
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
