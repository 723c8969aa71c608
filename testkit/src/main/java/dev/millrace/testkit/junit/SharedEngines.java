/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.EngineStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Engines that all test classes of a JVM share; JUnit closes them after the last one. */
final class SharedEngines {

    private static final Namespace NAMESPACE = Namespace.create(SharedEngines.class);

    private SharedEngines() {}

    static <T extends AutoCloseable> T get(ExtensionContext context, Class<T> kind, Supplier<T> start) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(kind, key -> start.get(), kind);
    }

    /** The value of an environment variable, null if it is not set or blank. */
    static @Nullable String environment(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    /** The class path of a server, in the file that the system property names. */
    static String classPath(String server, String property) {
        String file = System.getProperty(property, "");
        try {
            return Files.readString(Path.of(file)).trim();
        } catch (IOException e) {
            throw new EngineStartException(
                    "no class path of %s in the file that -D%s names: \"%s\"".formatted(server, property, file), e);
        }
    }

    /** Says in the build's output what the tests ran against. */
    static void announce(String line) {
        System.out.println("[testkit] " + line);
    }
}
