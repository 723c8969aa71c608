/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.nio.file.Path;

/** A server that keeps all its files in one folder. Used by one thread at a time. */
interface Server {

    /**
     * Starts, or starts again with what the folder holds from the time before. Returns the address once the server
     * answers there; an address that was given once does not change.
     */
    String start(Path folder) throws Exception;

    /** Stops; returns once the server has let go of its folder. Does nothing if it does not run. */
    void stop();

    /** Ends the server as a power cut would; returns once it is gone. Does nothing if it does not run. */
    default void kill() {
        throw new UnsupportedOperationException("only a server in a JVM of its own can be killed");
    }

    /** Tells whether the server ends and deletes its folder by itself when this JVM goes down. */
    default boolean endsWithThisJvm() {
        return false;
    }
}
