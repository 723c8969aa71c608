/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Runs the application that was built of a new project with the starter as its only dependency. */
@ExtendWith(LocalDynamoDb.class)
class NewProjectIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");
    private static final Pattern STARTED = Pattern.compile("Started \\S+ in (.+)");
    private static final String ISSUER = "https://issuer.test";

    private static final Path JAR = Path.of(System.getProperty("new-project.jar"));

    @TempDir
    private Path folder;

    @AfterAll
    static void tidy_up() throws IOException {
        FileSystemUtils.deleteRecursively(JAR.getParent().getParent().getParent());
    }

    @Test
    void a_new_project_with_the_starter_alone_publishes_and_reads_and_has_a_console(DynamoDbLocal dynamo)
            throws Exception {
        KeyPair keys = keys();
        Path log = folder.resolve("app.log");
        Process app = start(dynamo, publicKey(keys), log);
        try {
            await().atMost(PATIENCE).until(() -> !app.isAlive() || isUp(log));
            assertThat(app.isAlive()).as(Files.readString(log)).isTrue();
            String address = "http://localhost:%d".formatted(port(log));
            String notes = address + "/notes/n-1";

            assertThat(send(HttpRequest.newBuilder(URI.create(notes)).GET()).statusCode())
                    .isEqualTo(401);

            HttpResponse<String> put = send(request(notes, keys)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"text\":\"hello\"}")));
            assertThat(put.body()).as(Files.readString(log)).isEqualTo("1");
            assertThat(send(request(notes, keys).GET()).body()).isEqualTo("{\"text\":\"hello\"}");

            for (String file : List.of("", "/main.js", "/uplot.js")) {
                URI uri = URI.create(address + "/millrace/console" + file);
                assertThat(send(HttpRequest.newBuilder(uri).GET()).statusCode())
                        .as(file)
                        .isEqualTo(200);
            }
            tellHowLongItTookToStart(log);
        } finally {
            app.destroy();
            assertThat(app.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Process start(DynamoDbLocal dynamo, Path publicKey, Path log) throws IOException {
        ProcessBuilder app = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                JAR.toString(),
                "--server.port=0",
                "--millrace.console.enabled=true",
                "--millrace.dynamodb.call-timeout=20s",
                "--millrace.dynamodb.attempt-timeout=10s",
                "--millrace.security.issuer=" + ISSUER,
                "--millrace.security.audiences=notes",
                "--spring.security.oauth2.resourceserver.jwt.public-key-location=" + publicKey.toUri()));
        app.environment().put("DYNAMODB_ENDPOINT", dynamo.endpoint().toString());
        app.environment().put("AWS_ACCESS_KEY_ID", DynamoDbLocal.freshAccessKey());
        app.environment().put("AWS_SECRET_ACCESS_KEY", "unchecked");
        return app.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static boolean isUp(Path log) throws IOException {
        return PORT.matcher(Files.readString(log)).find();
    }

    private static void tellHowLongItTookToStart(Path log) throws IOException {
        Matcher started = STARTED.matcher(Files.readString(log));
        assertThat(started.find()).isTrue();
        System.out.println("[new project] started in " + started.group(1));
    }

    private static int port(Path log) throws IOException {
        Matcher found = PORT.matcher(Files.readString(log));
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static HttpRequest.Builder request(String uri, KeyPair keys) throws Exception {
        return HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token(keys));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static String token(KeyPair keys) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("notes")
                        .subject("u1")
                        .claim("custom:tenant", "acme")
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        token.sign(new RSASSASigner(keys.getPrivate()));
        return token.serialize();
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private Path publicKey(KeyPair keys) throws IOException {
        return Files.writeString(
                folder.resolve("issuer.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }
}
