/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What runs in an engine's own JVM: starts a {@link Server}, writes its address to a file, and ends when standard input
 * ends. The parent holds the other end of that pipe, so the engine outlives no parent, however the parent dies.
 */
final class ChildMain {

    /** The file in the engine's folder that holds its address, once there is one. */
    static final String ADDRESS_FILE = "address";

    /** What a parent writes before it closes the pipe: it lives, and sees to the folder itself. */
    static final int FAREWELL = '.';

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ChildMain() {}

    /** Takes the server's class and its folder. */
    @SuppressWarnings("SystemExitOutsideMain") // threads of the engine keep the JVM alive otherwise
    public static void main(String[] arguments) throws Exception {
        Server server = server(arguments[0]);
        Path folder = Path.of(arguments[1]);
        new Thread(() -> exitWithParent(server, folder), "parent watch").start(); // keeps the JVM up, too
        try {
            publish(server.start(folder), folder);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static Server server(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(Server.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static void publish(String address, Path folder) throws IOException {
        Path draft = Files.writeString(folder.resolve(ADDRESS_FILE + ".draft"), address);
        Files.move(draft, folder.resolve(ADDRESS_FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void exitWithParent(Server server, Path folder) {
        boolean parentLives = awaitFarewell();
        startLastResort();
        server.stop();
        if (!parentLives) {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    /** Waits for the end of input. Tells whether the parent wrote something before: only a living one does. */
    private static boolean awaitFarewell() {
        try {
            return System.in.readAllBytes().length > 0;
        } catch (IOException e) {
            return false; // a broken pipe is an end, too
        }
    }

    private static void startLastResort() {
        Thread thread = new Thread(ChildMain::haltAfterPatience, "last resort");
        thread.setDaemon(true);
        thread.start();
    }

    private static void haltAfterPatience() {
        LockSupport.parkNanos(PATIENCE.toNanos());
        Runtime.getRuntime().halt(2);
    }
}
