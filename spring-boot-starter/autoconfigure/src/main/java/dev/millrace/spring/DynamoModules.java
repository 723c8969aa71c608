/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.core.env.Environment;

/**
 * The modules' tables and ports, as the customizers left them.
 *
 * @param all all of them, in the order of the setting
 */
record DynamoModules(List<DynamoModule> all) {

    DynamoModules {
        all = List.copyOf(all);
    }

    static DynamoModules of(
            MillraceProperties properties,
            Environment environment,
            DynamoConnection connection,
            List<ModuleCustomizer> customizers) {
        String app = app(properties, environment);
        requireModules(properties.modules());
        return new DynamoModules(properties.modules().stream()
                .map(name -> id(properties.environment(), app, name))
                .map(id -> customized(connection.module(id), customizers))
                .toList());
    }

    private static void requireModules(List<String> modules) {
        if (modules.isEmpty()) {
            throw new SettingsException(
                    "millrace.modules is not set",
                    "Name the application's modules, for example millrace.modules=order; or set millrace.enabled=false.");
        }
        Set<String> seen = new HashSet<>();
        for (String module : modules) {
            if (!seen.add(module)) {
                throw new SettingsException(
                        "millrace.modules names \"%s\" twice".formatted(module), "Name each module once.");
            }
        }
    }

    private static String app(MillraceProperties properties, Environment environment) {
        String app =
                properties.app().isBlank() ? environment.getProperty("spring.application.name", "") : properties.app();
        if (app.isBlank()) {
            throw new SettingsException(
                    "neither millrace.app nor spring.application.name is set",
                    "Set millrace.app: the second part of the names of all tables and topics.");
        }
        return app;
    }

    private static ModuleId id(String environment, String app, String module) {
        try {
            return new ModuleId(environment, app, module);
        } catch (InvalidValueException e) {
            throw new SettingsException(
                    "millrace.environment, millrace.app and millrace.modules make no names of tables: "
                            + e.getMessage(),
                    "Correct the %s.".formatted(e.what()));
        }
    }

    private static DynamoModule customized(DynamoModule module, List<ModuleCustomizer> customizers) {
        DynamoModule customized = module;
        for (ModuleCustomizer customizer : customizers) {
            customized = customizer.customize(customized);
        }
        return customized;
    }
}
