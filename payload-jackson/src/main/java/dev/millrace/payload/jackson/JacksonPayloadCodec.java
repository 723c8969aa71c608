/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.item.Attributes;
import dev.millrace.item.InvalidValueException;
import dev.millrace.payload.PayloadCodec;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Maps records, beans and whatever else Jackson 2 maps, as Jackson's annotations say. It has a mapper of its own, so that
 * what is stored does not depend on how an application talks to its clients.
 *
 * <ul>
 *   <li><b>Exact</b>: numbers are decimals on the whole way, without trailing zeros; {@code byte[]} and
 *       {@link dev.millrace.item.Binary} are bytes; times are ISO 8601 texts; enum constants are their names.
 *   <li><b>Strict</b>: a text is no number, a number no text, 1.5 no integer, and what is null or absent no primitive. A
 *       null is stored as null.
 *   <li><b>Tolerant</b>: attributes that the class does not have are passed over.
 *   <li><b>Closed</b>: the name of a class is never taken from data. Subtypes are told apart by names that annotations
 *       give them ({@code JsonTypeInfo.Id.NAME}); an annotation that asks for class names fails.
 * </ul>
 */
public final class JacksonPayloadCodec implements PayloadCodec {

    private final JsonMapper mapper;
    private final Misfits misfits;

    private JacksonPayloadCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.misfits = new Misfits(mapper.getDeserializationConfig());
    }

    /** Returns the codec as described above. */
    public static JacksonPayloadCodec standard() {
        return with(settings -> {});
    }

    /**
     * Returns a codec with other settings: modules, mix-ins, or features such as one that refuses unknown attributes.
     * Fails with {@link InvalidValueException} when they let data name classes.
     *
     * @param settings changes the mapper's settings, which are the standard ones
     */
    public static JacksonPayloadCodec with(Consumer<JsonMapper.Builder> settings) {
        return new JacksonPayloadCodec(PayloadMapper.with(settings));
    }

    @Override
    public Attributes encode(Object payload) {
        return Attributes.of(tree(requireNonNull(payload, "payload")));
    }

    private Map<String, @Nullable Object> tree(Object payload) {
        try (TokenBuffer tokens = new TokenBuffer(mapper, false)) {
            mapper.writeValue(tokens, payload);
            return TokenReader.read(tokens, payload.getClass());
        } catch (IOException | RuntimeException failure) {
            throw misfits.of(payload.getClass(), failure);
        }
    }

    @Override
    public <T> T decode(Attributes attributes, Class<T> type) {
        requireNonNull(type, "type");
        try (TokenBuffer tokens = TokenWriter.write(attributes, mapper);
                JsonParser parser = tokens.asParser()) {
            return requireNonNull(mapper.readValue(parser, type));
        } catch (IOException | RuntimeException failure) {
            throw misfits.of(type, failure);
        }
    }
}
