/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.benchmarks.measure.Arm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The same documents in bulk requests written by hand, sent by the JDK's client, whose answers are looked at as a whole. */
final class RawBulk implements Arm {

    private static final String DOCUMENT =
            """
            {"index":{"_id":"%1$s","routing":"acme","version":1,"version_type":"external"}}
            {"item":{"id":"%1$s","type":"ORDER","tenant":"acme","version":1,"deleted":false,\
            "appliedAt":"2026-01-02T03:04:05.678Z"},"text":"%2$s","revision":1,"status":"CONFIRMED"}
            """;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI engine;
    private final String alias;
    private long next;

    RawBulk(URI engine, String alias) {
        this.engine = engine;
        this.alias = alias;
    }

    @Override
    public void run(long documents) {
        for (long left = documents; left > 0; left -= SearchCost.BATCH) {
            send((int) Math.min(left, SearchCost.BATCH));
        }
    }

    private void send(int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append(DOCUMENT.formatted("ORDER#acme#order-" + next++, Orders.text()));
        }
        String answer = ask(HttpRequest.newBuilder(engine.resolve("/" + alias + "/_bulk"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
        if (!answer.contains("\"errors\":false")) {
            throw new IllegalStateException("OpenSearch refuses documents");
        }
    }

    /** How many bulk requests the node has taken for its shards. */
    long bulkRequests() {
        try {
            JsonNode nodes = json.readTree(ask(HttpRequest.newBuilder(engine.resolve("/_nodes/stats/thread_pool"))
                    .build()));
            return nodes.get("nodes")
                    .iterator()
                    .next()
                    .at("/thread_pool/write/completed")
                    .asLong();
        } catch (IOException e) {
            throw new IllegalStateException("OpenSearch's statistics cannot be read", e);
        }
    }

    private String ask(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IllegalStateException("OpenSearch answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException("OpenSearch does not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the question was given up", e);
        }
    }
}
