/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** What goes wrong with one HTTP request; each retry of the SDK's is a request of its own. */
public final class Fault {

    private final Play play;

    private Fault(Play play) {
        this.play = play;
    }

    /** How a request goes that meets the fault. */
    private interface Play {
        CompletableFuture<Void> play(AsyncExecuteRequest request, SdkAsyncHttpClient server);
    }

    /** The server processes the request; its answer gets lost, and the client sees a broken connection. */
    public static Fault loseResponse() {
        return new Fault(Fault::loseResponse);
    }

    /** The connection breaks before the request leaves: the server never hears of it. */
    public static Fault failBeforeSending() {
        return new Fault((request, server) -> broken(request, "connection refused by the script"));
    }

    /** The request never leaves, and the client never hears why: nothing happens until it gives up by itself. */
    public static Fault neverAnswer() {
        return new Fault((request, server) -> new CompletableFuture<>());
    }

    /** The server hears nothing of the request; the client is told that it is asking too much. */
    public static Fault throttle() {
        return answer(400, "ProvisionedThroughputExceededException");
    }

    /**
     * The server hears nothing of the request; the client gets that answer instead.
     *
     * @param status the HTTP status
     * @param errorType the error as DynamoDB names it, for example {@code InternalServerError}
     */
    public static Fault answer(int status, String errorType) {
        return new Fault((request, server) -> answer(request.responseHandler(), status, errorType, ""));
    }

    /**
     * The server hears nothing of a transaction; the client is told that it was cancelled.
     *
     * @param reasons one for each write, as DynamoDB names them: {@code None} where there is none
     */
    public static Fault cancelTransaction(String... reasons) {
        String each = Stream.of(reasons).map("{\"Code\":\"%s\"}"::formatted).collect(Collectors.joining(","));
        String more = ",\"CancellationReasons\":[%s]".formatted(each);
        return new Fault(
                (request, server) -> answer(request.responseHandler(), 400, "TransactionCanceledException", more));
    }

    /** The request leaves later; the rest goes well. */
    public static Fault delay(Duration delay) {
        Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
        return new Fault((request, server) ->
                CompletableFuture.runAsync(() -> {}, later).thenCompose(waited -> server.execute(request)));
    }

    CompletableFuture<Void> apply(AsyncExecuteRequest request, SdkAsyncHttpClient server) {
        return play.play(request, server);
    }

    private static CompletableFuture<Void> loseResponse(AsyncExecuteRequest request, SdkAsyncHttpClient server) {
        AsyncExecuteRequest unheard = AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(request.requestContentPublisher())
                .fullDuplex(request.fullDuplex())
                .responseHandler(new Drain())
                .build();
        return server.execute(unheard)
                .exceptionally(failure -> null) // lost either way
                .thenCompose(done -> broken(request, "response lost by the script"));
    }

    private static CompletableFuture<Void> broken(AsyncExecuteRequest request, String why) {
        IOException failure = new IOException(why);
        request.responseHandler().onError(failure);
        return CompletableFuture.failedFuture(failure);
    }

    private static CompletableFuture<Void> answer(
            SdkAsyncHttpResponseHandler handler, int status, String errorType, String more) {
        String json = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"by the script\"%s}";
        byte[] body = json.formatted(errorType, more).getBytes(UTF_8);
        handler.onHeaders(SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build());
        handler.onStream(Mono.just(ByteBuffer.wrap(body)));
        return CompletableFuture.completedFuture(null);
    }

    /** Takes an answer and tells nobody. */
    private static final class Drain implements SdkAsyncHttpResponseHandler {

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            // nobody asked
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            Flux.from(stream).subscribe(bytes -> {}, failure -> {});
        }

        @Override
        public void onError(Throwable failure) {
            // the caller is told of a lost response anyway
        }
    }
}
