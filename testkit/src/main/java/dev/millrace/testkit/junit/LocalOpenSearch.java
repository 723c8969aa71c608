/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.OpenSearchLocal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an {@link OpenSearchLocal} as a parameter: the one at {@code OPENSEARCH_ENDPOINT} if that environment
 * variable is set, else one started on first use with the class path in the file that the system property
 * {@value #CLASS_PATH_FILE} names. All test classes of a JVM share it; tests do not close it.
 */
public final class LocalOpenSearch implements ParameterResolver {

    /** The system property that names a file with the class path of OpenSearch. */
    public static final String CLASS_PATH_FILE = "millrace.opensearch.classpath";

    /** For {@code @ExtendWith}. */
    public LocalOpenSearch() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenSearchLocal.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, OpenSearchLocal.class, LocalOpenSearch::open);
    }

    private static OpenSearchLocal open() {
        @Nullable String given = SharedEngines.environment("OPENSEARCH_ENDPOINT");
        OpenSearchLocal engine = given == null
                ? OpenSearchLocal.start(
                        SharedEngines.classPath("OpenSearch", CLASS_PATH_FILE), EngineOptions.defaults())
                : OpenSearchLocal.at(URI.create(given));
        SharedEngines.announce(
                "OpenSearch: %s at %s".formatted(given == null ? "a node in a child JVM" : "given", engine.endpoint()));
        return engine;
    }
}
