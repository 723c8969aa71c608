/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.IOException;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Free ports, for servers that must be told theirs. */
final class Ports {

    /** How often to try another port when somebody else took the free one in between. */
    private static final int ATTEMPTS = 5;

    private Ports() {}

    /** Something that takes a port and returns what it made of it. */
    interface Attempt<T> {
        T on(int port) throws Exception;
    }

    /** Tries it with one free port after another until none is taken away in between. */
    static <T> T withFreePort(Attempt<T> attempt) throws Exception {
        for (int left = ATTEMPTS; ; left--) {
            try {
                return attempt.on(free());
            } catch (Exception e) {
                if (left == 1 || !isPortTaken(e)) {
                    throw e;
                }
            }
        }
    }

    /** A port that is free at this moment, on all addresses. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isPortTaken(@Nullable Throwable failure) {
        return failure != null && (failure instanceof java.net.BindException || isPortTaken(failure.getCause()));
    }
}
