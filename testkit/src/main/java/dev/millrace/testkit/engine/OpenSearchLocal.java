/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * OpenSearch on this machine: one node in a JVM of its own that ends with this one. It asks nobody for a password and
 * listens on the loopback address alone.
 *
 * <p>Its libraries are not among the testkit's dependencies since they clash with ours: the caller brings them as a class
 * path. They are the server, its Netty transport and its deletes by query; there are no scripts.
 */
public final class OpenSearchLocal implements AutoCloseable {

    private final URI endpoint;
    private final Runnable closing;

    private OpenSearchLocal(URI endpoint, Runnable closing) {
        this.endpoint = endpoint;
        this.closing = closing;
    }

    /**
     * Starts an engine. Returns once it answers; throws {@link EngineStartException} if it does not.
     *
     * @param classPath where {@code org.opensearch:opensearch}, {@code transport-netty4-client}, {@code reindex-client}
     *     and their dependencies are
     */
    public static OpenSearchLocal start(String classPath, EngineOptions options) {
        LocalEngine engine =
                LocalEngine.start("opensearch", ChildJvm.apart(OpenSearchServer.class, options, classPath));
        return new OpenSearchLocal(URI.create(engine.address()), engine::close);
    }

    /** An engine that somebody else started and stops. */
    public static OpenSearchLocal at(URI endpoint) {
        return new OpenSearchLocal(requireNonNull(endpoint, "endpoint"), () -> {});
    }

    /** Where it answers. */
    public URI endpoint() {
        return endpoint;
    }

    /** Stops the engine; its indexes are gone. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }
}
