/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.MariaDbLocal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an {@link MariaDbLocal} as a parameter: the one at {@code MARIADB_URL} if that environment variable is set, else
 * one started on first use with the class path in the file that the system property {@value #CLASS_PATH_FILE} names. All
 * test classes of a JVM share it; tests do not close it.
 */
public final class LocalMariaDb implements ParameterResolver {

    /** The system property that names a file with the class path of MariaDB. */
    public static final String CLASS_PATH_FILE = "millrace.mariadb.classpath";

    /** For {@code @ExtendWith}. */
    public LocalMariaDb() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MariaDbLocal.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, MariaDbLocal.class, LocalMariaDb::open);
    }

    private static MariaDbLocal open() {
        @Nullable String given = SharedEngines.environment("MARIADB_URL");
        MariaDbLocal engine = given == null
                ? MariaDbLocal.start(SharedEngines.classPath("MariaDB", CLASS_PATH_FILE), EngineOptions.defaults())
                : MariaDbLocal.at(URI.create(given));
        SharedEngines.announce(
                "MariaDB: %s at port %d".formatted(given == null ? "child process" : "given", engine.port()));
        return engine;
    }
}
