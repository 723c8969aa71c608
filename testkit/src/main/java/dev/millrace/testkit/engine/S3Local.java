/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * S3 on this machine, in a JVM of its own that ends with this one. Credentials are not checked. The engine listens on all
 * addresses of the machine.
 *
 * <p>It runs Adobe's S3Mock, whose libraries are not among the testkit's dependencies since they clash with ours: the
 * caller brings them as a class path.
 */
public final class S3Local implements AutoCloseable {

    private final URI endpoint;
    private final Runnable closing;

    private S3Local(URI endpoint, Runnable closing) {
        this.endpoint = endpoint;
        this.closing = closing;
    }

    /**
     * Starts an engine. Returns once it answers; throws {@link EngineStartException} if it does not.
     *
     * @param classPath where {@code com.adobe.testing:s3mock} and its dependencies are
     */
    public static S3Local start(String classPath, EngineOptions options) {
        LocalEngine engine = LocalEngine.start("s3", ChildJvm.apart(S3Server.class, options, classPath));
        return new S3Local(URI.create(engine.address()), engine::close);
    }

    /** An engine that somebody else started and stops. */
    public static S3Local at(URI endpoint) {
        return new S3Local(requireNonNull(endpoint, "endpoint"), () -> {});
    }

    /** Where it answers. */
    public URI endpoint() {
        return endpoint;
    }

    /** Stops the engine; its objects are gone. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }
}
