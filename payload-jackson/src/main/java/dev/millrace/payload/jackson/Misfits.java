/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload.jackson;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.millrace.payload.PayloadException;
import java.util.List;

/** Says where and why a payload and its class do not fit, without Jackson's own words: they quote the payload. */
final class Misfits {

    private final DeserializationConfig config;

    Misfits(DeserializationConfig config) {
        this.config = config;
    }

    PayloadException of(Class<?> type, Exception failure) {
        if (rootOf(failure) instanceof PayloadException ours) {
            return ours;
        }
        List<Reference> path = failure instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
        return PayloadException.misfit(type, text(path), rule(failure));
    }

    private static String rule(Exception failure) {
        if (failure instanceof PropertyBindingException) {
            return "is no attribute of its class";
        } else if (failure instanceof ValueInstantiationException refused) {
            return "is refused by its class %s (%s)"
                    .formatted(refused.getType().getRawClass().getName(), kindOf(failure));
        } else if (failure instanceof InvalidDefinitionException undefined && undefined.getType() != null) {
            return "is a %s, which cannot be mapped"
                    .formatted(undefined.getType().getRawClass().getName());
        } else if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "must be of type " + mismatch.getTargetType().getTypeName();
        }
        return "cannot be mapped (%s)".formatted(kindOf(failure));
    }

    private static String kindOf(Throwable failure) {
        return rootOf(failure).getClass().getName();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private String text(List<Reference> path) {
        StringBuilder text = new StringBuilder();
        for (Reference step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(isDeclared(step) ? step.getFieldName() : "*");
            }
        }
        return text.toString();
    }

    /** The keys of a map, and attributes that no class knows, are data, too. */
    private boolean isDeclared(Reference step) {
        Class<?> owner =
                step.getFrom() instanceof Class<?> type ? type : step.getFrom().getClass();
        return config.introspect(config.constructType(owner)).findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .anyMatch(step.getFieldName()::equals);
    }
}
