/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

/**
 * A Kafka broker on this machine, alone in its cluster, reachable through the loopback address only. Its folder is
 * private and goes with it.
 */
public final class LocalKafkaBroker implements KafkaBroker {

    private final LocalEngine engine;

    private LocalKafkaBroker(Server server) {
        this.engine = LocalEngine.start("kafka", server);
    }

    /**
     * Starts a broker in this JVM, the fastest way. For tests only: a broker that finds its folder damaged halts its
     * JVM. Returns once it answers; throws {@link EngineStartException} if it does not.
     */
    public static LocalKafkaBroker inProcess() {
        return new LocalKafkaBroker(new KafkaServer());
    }

    /** Starts a broker in a JVM of its own with default options; see {@link #childProcess(EngineOptions)}. */
    public static LocalKafkaBroker childProcess() {
        return childProcess(EngineOptions.defaults());
    }

    /**
     * Starts a broker in a JVM of its own that ends with this one. Returns once it answers; throws
     * {@link EngineStartException} if it does not.
     */
    public static LocalKafkaBroker childProcess(EngineOptions options) {
        return new LocalKafkaBroker(new ChildJvm(KafkaServer.class, options));
    }

    @Override
    public String bootstrapServers() {
        return engine.address();
    }

    /** Stops the broker and keeps what it holds. Does nothing if it is stopped. */
    public void stop() {
        engine.stop();
    }

    /**
     * Kills the broker with SIGKILL and keeps what it holds then. Does nothing if it is stopped; throws
     * {@link UnsupportedOperationException} for a broker in this JVM.
     */
    public void kill() {
        engine.kill();
    }

    /** Starts the broker again, stopping it first if need be, with what it held and at the same address. */
    public void restart() {
        engine.restart();
    }

    @Override
    public void close() {
        engine.close();
    }
}
