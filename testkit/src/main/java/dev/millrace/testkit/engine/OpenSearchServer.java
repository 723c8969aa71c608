/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node of OpenSearch in this JVM, with its indexes in the folder. It is started in a JVM that has its libraries and not
 * ours; hence the reflection. Being no {@code Bootstrap}, it neither minds being root nor wants to own the machine.
 */
final class OpenSearchServer implements Server {

    private static final String NAME = "millrace-local";
    private static final List<String> PLUGINS =
            List.of("org.opensearch.transport.Netty4Plugin", "org.opensearch.index.reindex.ReindexPlugin");

    private volatile @Nullable Closeable running;

    @Override
    public String start(Path folder) throws Exception {
        return Ports.withFreePort(port -> startOn(port, folder));
    }

    private String startOn(int port, Path folder) throws Exception {
        Closeable node = node(settings(port, folder));
        try {
            node.getClass().getMethod("start").invoke(node);
            String address = "http://127.0.0.1:" + port;
            requireAnswer(URI.create(address + "/_cluster/health?wait_for_status=green&timeout=60s"));
            running = node;
            return address;
        } catch (Exception e) {
            node.close();
            throw e;
        }
    }

    /** The constructor that takes plugins from the class path is for subclasses. */
    private static Closeable node(Object settings) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName("org.opensearch.node.Node")
                .getDeclaredConstructor(
                        Class.forName("org.opensearch.env.Environment"), Collection.class, boolean.class);
        constructor.setAccessible(true);
        return (Closeable) constructor.newInstance(environment(settings), plugins(), false);
    }

    private static Object environment(Object settings) throws ReflectiveOperationException {
        Supplier<String> name = () -> NAME;
        return Class.forName("org.opensearch.node.InternalSettingsPreparer")
                .getMethod("prepareEnvironment", settings.getClass(), Map.class, Path.class, Supplier.class)
                .invoke(null, settings, Map.of(), null, name);
    }

    private static List<Class<?>> plugins() throws ClassNotFoundException {
        return List.of(Class.forName(PLUGINS.get(0)), Class.forName(PLUGINS.get(1)));
    }

    private static Object settings(int port, Path folder) throws ReflectiveOperationException {
        Object builder = Class.forName("org.opensearch.common.settings.Settings")
                .getMethod("builder")
                .invoke(null);
        for (Map.Entry<String, String> setting : plainSettings(port, folder).entrySet()) {
            builder.getClass()
                    .getMethod("put", String.class, String.class)
                    .invoke(builder, setting.getKey(), setting.getValue());
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private static Map<String, String> plainSettings(int port, Path folder) {
        return Map.of(
                "path.home", folder.toString(),
                "cluster.name", NAME,
                "discovery.type", "single-node",
                "network.host", "127.0.0.1",
                "http.port", Integer.toString(port),
                "transport.port", "0",
                "http.type", "netty4",
                "transport.type", "netty4",
                "node.store.allow_mmap", "false",
                // A nearly full disk would make every index read-only.
                "cluster.routing.allocation.disk.threshold_enabled", "false");
    }

    private static void requireAnswer(URI health) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("OpenSearch answers " + answer.statusCode() + ": " + answer.body());
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException("OpenSearch did not stop", e);
            }
            running = null;
        }
    }
}
