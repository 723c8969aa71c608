/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.item.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch._types.FieldValue;

/** Where a page ends, as text that a client keeps: the values by which its last item is sorted. They open nothing. */
final class NextPage {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private NextPage() {}

    static String token(List<FieldValue> last) {
        List<Object> values = new ArrayList<>();
        last.forEach(value -> values.add(value.isNull() ? null : value._get()));
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(values));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
    }

    /** Fails with {@link InvalidValueException} for a text that no page gave. */
    static List<FieldValue> values(String token) {
        try {
            List<FieldValue> values = new ArrayList<>();
            for (Object value : JSON.readValue(Base64.getUrlDecoder().decode(token), Object[].class)) {
                values.add(value(value));
            }
            return values;
        } catch (IOException | IllegalArgumentException e) {
            throw InvalidValueException.hidden("page token", "is not one that a page gave");
        }
    }

    private static FieldValue value(@Nullable Object value) {
        if (value == null) {
            return FieldValue.NULL;
        } else if (value instanceof Boolean flag) {
            return FieldValue.of(flag);
        } else if (value instanceof Double number) {
            return FieldValue.of(number);
        } else if (value instanceof Number number) {
            return FieldValue.of(number.longValue());
        } else if (value instanceof String text) {
            return FieldValue.of(text);
        }
        throw new IllegalArgumentException("no value to sort by");
    }
}
