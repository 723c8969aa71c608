/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.MillraceException;
import dev.millrace.item.InvalidValueException;
import java.util.function.Supplier;

/**
 * The properties of one sink, for the kind that makes it.
 *
 * @param name under which the sink is configured
 * @param settings how
 */
record KindSettings(String name, SinkSettings settings) {

    String get(String property, String otherwise) {
        return settings.properties().getOrDefault(property, otherwise);
    }

    /** Fails with {@link SettingsException} without that property. */
    String require(String property) {
        String value = get(property, "");
        if (value.isBlank()) {
            throw new SettingsException(
                    "millrace.sinks.%s.properties.%s is not set".formatted(name, property),
                    "Set it; docs/spring.md says what a sink of the kind \"%s\" needs."
                            .formatted(settings.kind().isEmpty() ? name : settings.kind()));
        }
        return value;
    }

    /** Returns what is made of the properties; failures name the sink and show no value. */
    <T> T read(Supplier<T> making) {
        try {
            return making.get();
        } catch (MillraceException | IllegalStateException | IllegalArgumentException wrong) {
            String reason = wrong instanceof SettingsException ? wrong.getMessage() : reason(wrong);
            throw new SettingsException(
                    "millrace.sinks.%s.properties cannot be used: %s".formatted(name, reason),
                    "Correct them, or add the dependency that is missing, such as the database's R2DBC driver.");
        }
    }

    private static String reason(RuntimeException wrong) {
        return wrong instanceof InvalidValueException invalid
                ? invalid.what() + " " + invalid.rule()
                : wrong.getClass().getSimpleName();
    }
}
