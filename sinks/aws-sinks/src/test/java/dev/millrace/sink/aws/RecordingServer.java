/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** Takes any request, keeps it, and answers as it was told. */
final class RecordingServer implements AutoCloseable {

    static {
        // The last client of a JVM waits two seconds for the I/O threads that all of them share: so none is the last.
        NettyNioAsyncHttpClient.create();
    }

    private final HttpServer server;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /** What came. */
    record Request(String target, String body) {}

    /** What goes back. */
    record Answer(int status, String contentType, String body) {}

    RecordingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    RecordingServer answering(int status, String contentType, String body) {
        answers.add(new Answer(status, contentType, body));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target")), body));
            Answer answer = answers.remove();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    Request next() {
        return requests.remove();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
