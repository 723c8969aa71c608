/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.net.URI;

/**
 * As much of DynamoDB as a publish needs, in memory and in a JVM of its own: it speaks HTTP and answers at once, so that
 * what is measured is the client.
 *
 * <p>Conditional {@code PutItem}, {@code GetItem}, the {@code Query} for an item's newest version, and {@code
 * TransactWriteItems} of puts. Tables need not be made. Conditions are understood only as this library writes them.
 */
public final class FakeDynamoDb implements AutoCloseable {

    private static final int HEAP_MEGABYTES = 1_024;

    private final LocalEngine engine;

    private FakeDynamoDb(LocalEngine engine) {
        this.engine = engine;
    }

    /** Starts one. Returns once it answers. */
    public static FakeDynamoDb start() {
        EngineOptions options = EngineOptions.defaults().withHeapMegabytes(HEAP_MEGABYTES);
        return new FakeDynamoDb(LocalEngine.start("fake-dynamodb", new ChildJvm(FakeDynamoDbServer.class, options)));
    }

    /** Where it answers. */
    public URI endpoint() {
        return URI.create(engine.address());
    }

    @Override
    public void close() {
        engine.close();
    }
}
