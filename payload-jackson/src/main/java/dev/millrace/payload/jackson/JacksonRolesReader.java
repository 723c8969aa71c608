/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.context.RolesReader;
import dev.millrace.item.InvalidValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads roles that a claim holds as JSON: {@code [{"tenant": "acme", "role": "admin"}, …]}. */
public final class JacksonRolesReader implements RolesReader {

    /** A token fits into a header, and a list of roles is flat. */
    private static final int LONGEST = 1 << 16;

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(8).build();

    private final JsonMapper mapper = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Creates a reader; it may be shared. */
    public JacksonRolesReader() {}

    /** Fails with {@link InvalidValueException}, which does not show the text, when it is no JSON list. */
    @Override
    public List<?> read(String text) {
        List<?> roles = text.length() > LONGEST ? null : parse(text);
        if (roles == null) {
            throw InvalidValueException.hidden(
                    "text of roles", "must be a list in JSON, of at most %d characters".formatted(LONGEST));
        }
        return roles;
    }

    /** Jackson's own words quote the text, and are left behind. */
    private @Nullable List<?> parse(String text) {
        try {
            return mapper.readValue(text, List.class);
        } catch (JsonProcessingException unreadable) {
            return null;
        }
    }
}
