/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.util.FileSystemUtils;

/** A headless Chromium, driven over WebDriver. Browser and driver are those on the path; nothing is downloaded. */
final class Browser implements AutoCloseable {

    static final String ENTER = "\uE007";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path profile;
    private final Process driver;
    private final String session;

    private Browser(Path profile, Process driver, int port) {
        this.profile = profile;
        this.driver = driver;
        String root = "http://127.0.0.1:" + port;
        await().atMost(PATIENCE).ignoreExceptions().until(() -> call("GET", root + "/status", null) != null);
        Map<?, ?> begun = (Map<?, ?>) call("POST", root + "/session", capabilities());
        this.session = root + "/session/" + begun.get("sessionId");
    }

    static Browser open() {
        try {
            int port = freePort();
            Path profile = Files.createTempDirectory("millrace-browser");
            Process driver = new ProcessBuilder(find("chromedriver"), "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return begin(profile, driver, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Browser begin(Path profile, Process driver, int port) {
        try {
            return new Browser(profile, driver, port);
        } catch (RuntimeException e) {
            stop(driver);
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static String find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "install Chromium and its driver: there is no " + String.join(", ", names) + " on the path"));
    }

    /** Without a sandbox: Chromium has none for root, which builds often run as, and the pages are our own. */
    private Map<String, Object> capabilities() {
        Map<String, Object> chrome = Map.of(
                "binary",
                find("chromium", "chromium-browser", "google-chrome"),
                "args",
                List.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-proxy-server",
                        "--lang=en",
                        "--user-data-dir=" + profile));
        return Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of("goog:chromeOptions", chrome, "goog:loggingPrefs", Map.of("browser", "ALL"))));
    }

    void go(String address) {
        call("POST", session + "/url", Map.of("url", address));
    }

    /** What a script of the test returns; the page's own policy does not bind it. */
    Object run(String script) {
        return call("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** The text of an element as people see it; empty if they do not. */
    String text(String css) {
        return String.valueOf(run(
                "const node = document.querySelector('%s'); return node && node.checkVisibility() ? node.innerText : ''"
                        .formatted(css)));
    }

    boolean isShown(String css) {
        return Boolean.TRUE.equals(
                run("return document.querySelector('%s')?.checkVisibility() ?? false".formatted(css)));
    }

    void awaitText(String css, String expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(css)).as(css).contains(expected));
    }

    void awaitShown(String css) {
        await().atMost(PATIENCE).until(() -> isShown(css));
    }

    void click(String css) {
        awaitShown(css);
        call("POST", session + "/element/" + element(css) + "/click", Map.of());
    }

    void type(String css, String text) {
        awaitShown(css);
        String element = element(css);
        call("POST", session + "/element/" + element + "/clear", Map.of());
        call("POST", session + "/element/" + element + "/value", Map.of("text", text));
    }

    /** Presses keys, wherever the focus is. */
    void press(String keys) {
        Map<?, ?> active = (Map<?, ?>) call("GET", session + "/element/active", null);
        call("POST", session + "/element/" + active.values().iterator().next() + "/value", Map.of("text", keys));
    }

    private String element(String css) {
        Map<?, ?> found = (Map<?, ?>) call("POST", session + "/element", Map.of("using", "css selector", "value", css));
        return String.valueOf(found.values().iterator().next());
    }

    /** Has the page think that it is on such a screen. */
    void emulate(int width, String colours) {
        chrome(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        chrome(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    void network(boolean isThere) {
        chrome("Network.enable", Map.of());
        chrome(
                "Network.emulateNetworkConditions",
                Map.of("offline", !isThere, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Takes a picture of the whole page, for people. */
    void picture(Path file) {
        Map<?, ?> answer = (Map<?, ?>) chrome("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser has complained of since it was asked last. */
    List<String> complaints() {
        List<?> lines = (List<?>) call("POST", session + "/se/log", Map.of("type", "browser"));
        return lines.stream()
                .map(line -> String.valueOf(((Map<?, ?>) line).get("message")))
                .toList();
    }

    private Object chrome(String command, Map<String, Object> parameters) {
        return call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private Object call(String method, String address, Map<String, Object> body) {
        String text = body == null ? "" : JsonWriter.standard().writeToString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text))
                .timeout(PATIENCE)
                .build();
        try {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            Object value = JsonParserFactory.getJsonParser().parseMap(answer).get("value");
            if (value instanceof Map<?, ?> map && map.containsKey("error")) {
                throw new IllegalStateException("%s: %s".formatted(map.get("error"), map.get("message")));
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", session, null);
        } finally {
            stop(driver);
            FileSystemUtils.deleteRecursively(profile);
        }
    }

    /** Ends the driver, and a browser that it has not ended. */
    private static void stop(Process driver) {
        driver.descendants().forEach(ProcessHandle::destroy);
        driver.destroy();
        driver.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
