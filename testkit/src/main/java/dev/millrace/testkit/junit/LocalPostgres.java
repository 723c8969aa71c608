/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.PostgresLocal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link PostgresLocal} as a parameter: the one at {@code POSTGRES_URL} if that environment variable is set
 * (as in {@link PostgresLocal#at}), else one started on first use. All test classes of a JVM share it; tests do not close
 * it.
 */
public final class LocalPostgres implements ParameterResolver {

    /** For {@code @ExtendWith}. */
    public LocalPostgres() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresLocal.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, PostgresLocal.class, LocalPostgres::open);
    }

    private static PostgresLocal open() {
        @Nullable String given = SharedEngines.environment("POSTGRES_URL");
        PostgresLocal engine = given == null ? PostgresLocal.start() : PostgresLocal.at(URI.create(given));
        SharedEngines.announce("PostgreSQL: %s at %s:%d"
                .formatted(given == null ? "child process" : "given", engine.host(), engine.port()));
        return engine;
    }
}
