/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.item.InvalidValueException;
import java.util.function.Consumer;

/** How the mapper is set up, and what nobody may change about it. */
final class PayloadMapper {

    private PayloadMapper() {}

    static JsonMapper with(Consumer<JsonMapper.Builder> settings) {
        JsonMapper.Builder builder = standard();
        settings.accept(builder);
        JsonMapper mapper = builder.build();
        requireNoDefaultTyping(mapper);
        mapper.setAnnotationIntrospectors(
                closed(mapper.getSerializationConfig()), closed(mapper.getDeserializationConfig()));
        return mapper;
    }

    private static AnnotationIntrospector closed(MapperConfig<?> config) {
        return AnnotationIntrospectorPair.create(new ClosedTypes(), config.getAnnotationIntrospector());
    }

    private static JsonMapper.Builder standard() {
        return JsonMapper.builder()
                .addModules(new JavaTimeModule(), new BinaryModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, PayloadMapper::refuseWhatIsNoText)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** The feature for coercion of scalars lets a number be a text. */
    private static void refuseWhatIsNoText(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static void requireNoDefaultTyping(JsonMapper mapper) {
        if (mapper.getDeserializationConfig().getDefaultTyper(null) != null) {
            throw InvalidValueException.hidden(
                    "default typing", "must be off: it takes the names of classes from data");
        }
    }
}
