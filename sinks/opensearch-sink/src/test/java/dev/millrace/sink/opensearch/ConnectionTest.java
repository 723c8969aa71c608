/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static dev.millrace.testkit.Samples.change;
import static dev.millrace.testkit.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** How a server is reached, and what becomes of requests that it does not answer as it should. */
class ConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ChangeRecord CHANGE = change(ItemKey.of("ORDER", "acme", "1"), 1, note("x"));
    private static final Relay.Answering APPLIED = request -> new Relay.Answer(
            200,
            """
            {"took": 1, "errors": false, "items": [{"index": {"_index": "i", "_id": "1", "status": 201}}]}""");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static OpenSearchOptions patient(URI endpoint) {
        return OpenSearchOptions.at(endpoint).withTimeouts(PATIENCE, PATIENCE);
    }

    private static Mono<List<SinkOutcome>> apply(OpenSearchConnection connection) {
        ChangeSink sink = connection.index(new IndexName("orders", 1)).sink();
        return sink.apply(List.of(CHANGE));
    }

    private static void verifyApplied(OpenSearchOptions options) {
        try (OpenSearchConnection connection = OpenSearchConnection.open(options)) {
            assertThat(apply(connection).block(PATIENCE)).containsExactly(SinkOutcome.applied());
        }
    }

    private static void verifyUnavailable(OpenSearchOptions options, Class<? extends Throwable> cause) {
        try (OpenSearchConnection connection = OpenSearchConnection.open(options)) {
            StepVerifier.create(apply(connection))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(StoreUnavailableException.class)
                            .hasCauseInstanceOf(cause))
                    .verify(PATIENCE);
        }
    }

    @Test
    void the_user_is_named_with_the_first_request_already() {
        try (Relay server = Relay.open().answering(APPLIED)) {
            verifyApplied(patient(server.endpoint()).withCredentials("writer", "pässword"));

            String pair = Base64.getEncoder().encodeToString("writer:pässword".getBytes(StandardCharsets.UTF_8));
            assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.authorization())
                    .isEqualTo("Basic " + pair));
        }
    }

    @Test
    void a_path_in_the_endpoint_is_kept() {
        try (Relay server = Relay.open().answering(APPLIED)) {
            verifyApplied(patient(URI.create(server.endpoint() + "/search/")));

            assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.path())
                    .startsWith("/search/orders.v1.write/_bulk"));
        }
    }

    @Test
    void a_batch_is_one_request_that_names_item_version_and_tenant() {
        try (Relay server = Relay.open().answering(APPLIED)) {
            verifyApplied(patient(server.endpoint()));

            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).contains("require_alias=true").contains("refresh=false");
                assertThat(request.body().lines()).hasSize(2);
                assertThat(request.body().lines().findFirst().orElseThrow())
                        .contains("\"_id\":\"ORDER#acme#1\"")
                        .contains("\"routing\":\"acme\"")
                        .contains("\"version\":1")
                        .contains("\"version_type\":\"external\"");
            });
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        verifyUnavailable(patient(URI.create("http://127.0.0.1:" + port)), IOException.class);
    }

    @Test
    void a_server_that_is_silent_is_unavailable_after_the_timeout() {
        CountDownLatch end = new CountDownLatch(1);
        try (Relay server =
                Relay.open().answering(request -> end.await(30, TimeUnit.SECONDS) ? new Relay.Answer(503, "") : null)) {
            verifyUnavailable(
                    OpenSearchOptions.at(server.endpoint()).withTimeouts(PATIENCE, Duration.ofMillis(300)),
                    IOException.class);
        } finally {
            end.countDown();
        }
    }

    @Test
    void an_answer_with_another_number_of_items_fails_the_batch() {
        Relay.Answer none = new Relay.Answer(200, "{\"took\": 1, \"errors\": false, \"items\": []}");
        try (Relay server = Relay.open().answering(request -> none);
                OpenSearchConnection connection = OpenSearchConnection.open(patient(server.endpoint()))) {
            StepVerifier.create(apply(connection))
                    .expectError(StoreUnavailableException.class)
                    .verify(PATIENCE);
        }
    }

    @Test
    void a_projection_that_declares_the_sinks_own_field_is_refused() {
        try (OpenSearchConnection connection = OpenSearchConnection.open(patient(URI.create("http://localhost:1")))) {
            DocumentProjection greedy =
                    DocumentProjection.of(Map.of("item", Map.of("type", "keyword")), change -> Map.of());

            assertThatThrownBy(() -> connection.index(new IndexName("orders", 1), greedy))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void a_server_is_trusted_whose_certificate_is_for_its_host_and_no_other(@TempDir Path folder) throws Exception {
        KeyStore keys = keys(folder, "dns:localhost");
        Path trusted = pem(keys, folder);
        try (Relay server = secure(keys)) {
            URI byName = URI.create("https://localhost:" + server.port());
            URI byAddress = URI.create("https://127.0.0.1:" + server.port());

            verifyApplied(patient(byName).withTrusted(trusted));
            verifyUnavailable(patient(byAddress).withTrusted(trusted), SSLException.class);
            verifyUnavailable(patient(byName), SSLException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_file_without_certificates_is_named(@TempDir Path folder) throws IOException {
        Path nothing = Files.writeString(folder.resolve("ca.pem"), "nothing");
        for (Path file : List.of(nothing, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> OpenSearchConnection.open(
                            patient(URI.create("https://localhost:1")).withTrusted(file)))
                    .isInstanceOf(StoreMisconfiguredException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    private static Relay secure(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Relay(server).answering(APPLIED);
    }

    /** A key and a certificate that the key signed itself; only the JDK's own tool makes those. */
    private static KeyStore keys(Path folder, String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        int code = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            keys.load(bytes, PASSWORD);
        }
        return keys;
    }

    private static Path pem(KeyStore keys, Path folder) throws Exception {
        Certificate certificate = keys.getCertificate("server");
        String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return Files.writeString(
                folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }
}
