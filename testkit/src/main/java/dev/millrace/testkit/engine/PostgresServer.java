/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with its data in the folder. The server is a process of its own; the JVM that starts it has to end it, so it
 * is given one that ends with ours.
 */
final class PostgresServer implements Server {

    /** Beside the folder, so that the 120 MB of programs are unpacked once for all servers of the machine. */
    private static final String PROGRAMS = "millrace-postgres-programs";

    private volatile @Nullable EmbeddedPostgres running;

    @Override
    public String start(Path folder) throws Exception {
        Path port = folder.resolve("port");
        return Files.exists(port)
                ? startOn(Integer.parseInt(Files.readString(port)), folder)
                : Ports.withFreePort(free -> startNew(free, folder, port));
    }

    private String startNew(int port, Path folder, Path portFile) throws IOException {
        String address = startOn(port, folder);
        Files.writeString(portFile, Integer.toString(port));
        return address;
    }

    private String startOn(int port, Path folder) throws IOException {
        running = start(port, folder);
        return "postgresql://postgres:postgres@127.0.0.1:%d/postgres".formatted(port);
    }

    /** Whoever is killed while unpacking leaves programs that nobody can mend; then these are unpacked for us alone. */
    private static EmbeddedPostgres start(int port, Path folder) throws IOException {
        try {
            return server(port, folder, folder.resolveSibling(PROGRAMS)).start();
        } catch (ExceptionInInitializerError broken) {
            return server(port, folder, folder.resolve(PROGRAMS)).start();
        }
    }

    private static EmbeddedPostgres.Builder server(int port, Path folder, Path programs) {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port);
    }

    @Override
    public void stop() {
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL did not stop", e);
            }
            running = null;
        }
    }
}
