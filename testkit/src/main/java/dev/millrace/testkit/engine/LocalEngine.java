/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.nio.file.Path;

/** A {@link Server} with its private folder: started, stopped, started again, and cleaned up when the JVM ends. */
final class LocalEngine implements AutoCloseable {

    private final Server server;
    private final Path folder;
    private final Thread hook = new Thread(this::cleanUp, "engine clean-up");
    private final String address;
    private boolean running = true;
    private boolean closed;

    private LocalEngine(String name, Server server) {
        this.server = server;
        this.folder = Folders.create(name);
        this.address = startFirst(name);
        // A child's end needs no hook; with one, the child would be gone before its users had stopped in order.
        if (!server.endsWithThisJvm()) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    static LocalEngine start(String name, Server server) {
        return new LocalEngine(name, server);
    }

    String address() {
        return address;
    }

    /** Stops the server and keeps its folder. */
    synchronized void stop() {
        if (running) {
            server.stop();
            running = false;
        }
    }

    /** Kills the server and keeps its folder as it is then. */
    synchronized void kill() {
        if (running) {
            server.kill();
            running = false;
        }
    }

    /** Starts the server again, with what its folder holds, at the same address. */
    synchronized void restart() {
        stop();
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        startServer();
        running = true;
    }

    @Override
    public void close() {
        cleanUp();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down and the hook is what runs
        }
    }

    private synchronized void cleanUp() {
        stop();
        if (!closed) {
            Folders.delete(folder);
            closed = true;
        }
    }

    private String startFirst(String name) {
        try {
            return startServer();
        } catch (EngineStartException e) {
            Folders.delete(folder);
            throw new EngineStartException(name + " did not start: " + e.getMessage(), e.getCause());
        }
    }

    private String startServer() {
        try {
            return server.start(folder);
        } catch (EngineStartException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new EngineStartException(String.valueOf(e.getMessage()), e);
        }
    }
}
