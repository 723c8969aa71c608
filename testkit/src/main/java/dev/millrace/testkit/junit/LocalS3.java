/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.S3Local;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an {@link S3Local} as a parameter: the one at {@code S3_ENDPOINT} if that environment variable is set, else
 * one started on first use with the class path in the file that the system property {@value #CLASS_PATH_FILE} names. All
 * test classes of a JVM share it; tests do not close it.
 */
public final class LocalS3 implements ParameterResolver {

    /** The system property that names a file with the class path of S3Mock. */
    public static final String CLASS_PATH_FILE = "millrace.s3mock.classpath";

    /** For {@code @ExtendWith}. */
    public LocalS3() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == S3Local.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, S3Local.class, LocalS3::open);
    }

    private static S3Local open() {
        IoThreads.keep();
        @Nullable String given = SharedEngines.environment("S3_ENDPOINT");
        S3Local engine = given == null
                ? S3Local.start(SharedEngines.classPath("S3Mock", CLASS_PATH_FILE), EngineOptions.defaults())
                : S3Local.at(URI.create(given));
        SharedEngines.announce(
                "S3: %s at %s".formatted(given == null ? "S3Mock in a child JVM" : "given", engine.endpoint()));
        return engine;
    }
}
