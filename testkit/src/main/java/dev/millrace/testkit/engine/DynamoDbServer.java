/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** DynamoDB Local in this JVM, in memory. It leaves threads behind, so it is given a JVM of its own. */
final class DynamoDbServer implements Server {

    private static final String UNCHECKED_SIGNATURE = "AWS4-HMAC-SHA256"
            + " Credential=probe/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    private volatile @Nullable DynamoDBProxyServer running;

    @Override
    public String start(Path folder) throws Exception {
        return Ports.withFreePort(this::startOn);
    }

    private String startOn(int port) throws Exception {
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        running = server;
        String address = "http://127.0.0.1:" + port;
        requireAnswer(URI.create(address));
        return address;
    }

    /** Asks for the tables: a server that lacks a library starts all the same and fails here. */
    private static void requireAnswer(URI address) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(listTables(address), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("DynamoDB Local answers " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static HttpRequest listTables(URI address) {
        return HttpRequest.newBuilder(address)
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", UNCHECKED_SIGNATURE)
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }

    @Override
    public void stop() {
        if (running != null) {
            try {
                running.stop();
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local did not stop", e);
            }
            running = null;
        }
    }
}
