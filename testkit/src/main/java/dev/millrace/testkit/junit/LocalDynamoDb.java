/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.junit;

import dev.millrace.testkit.engine.DynamoDbLocal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link DynamoDbLocal} as a parameter: the one at {@code DYNAMODB_ENDPOINT} if that environment variable
 * is set, else one started on first use. All test classes of a JVM share it; tests do not close it.
 */
public final class LocalDynamoDb implements ParameterResolver {

    /** For {@code @ExtendWith}. */
    public LocalDynamoDb() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DynamoDbLocal.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedEngines.get(context, DynamoDbLocal.class, LocalDynamoDb::open);
    }

    private static DynamoDbLocal open() {
        IoThreads.keep();
        @Nullable String given = SharedEngines.environment("DYNAMODB_ENDPOINT");
        DynamoDbLocal engine = given == null ? DynamoDbLocal.start() : DynamoDbLocal.at(URI.create(given));
        SharedEngines.announce(
                "DynamoDB: %s at %s".formatted(given == null ? "child JVM" : "given", engine.endpoint()));
        return engine;
    }
}
