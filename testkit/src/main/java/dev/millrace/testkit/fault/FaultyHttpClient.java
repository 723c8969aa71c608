/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * An HTTP client for a DynamoDB client under test: it counts the requests of each operation and lets the scripted ones
 * fail. It sits below the SDK's retries, so that these are tested, too.
 *
 * <p>Operations have DynamoDB's names, such as {@code PutItem}. Safe for concurrent use.
 */
public final class FaultyHttpClient implements SdkAsyncHttpClient {

    private static final String OPERATION_HEADER = "X-Amz-Target";

    private final SdkAsyncHttpClient server;
    private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
    private final Map<String, Fault> always = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    private FaultyHttpClient(SdkAsyncHttpClient server) {
        this.server = requireNonNull(server, "server");
    }

    /** Returns a client without faults over a real one, which it closes with itself. */
    public static FaultyHttpClient over(SdkAsyncHttpClient server) {
        return new FaultyHttpClient(server);
    }

    /** Lets the next requests of the operation meet these faults, one each, after those that are waiting already. */
    public FaultyHttpClient onNext(String operation, Fault... faults) {
        next.computeIfAbsent(operation, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(faults));
        return this;
    }

    /** Lets every request of the operation meet the fault, from now until {@link #heal()}. */
    public FaultyHttpClient onEvery(String operation, Fault fault) {
        always.put(operation, fault);
        return this;
    }

    /** Forgets all faults. */
    public void heal() {
        next.clear();
        always.clear();
    }

    /** How many requests of the operation have come by, retries included, since the start or the last reset. */
    public int count(String operation) {
        AtomicInteger count = counts.get(operation);
        return count == null ? 0 : count.get();
    }

    /** How many requests have come by, retries included, since the start or the last reset. */
    public int count() {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Starts to count anew. */
    public void resetCounts() {
        counts.clear();
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        String operation = operation(request);
        counts.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        Fault fault = faultFor(operation);
        return fault == null ? server.execute(request) : fault.apply(request, server);
    }

    private @Nullable Fault faultFor(String operation) {
        Queue<Fault> waiting = next.get(operation);
        Fault fault = waiting == null ? null : waiting.poll();
        return fault == null ? always.get(operation) : fault;
    }

    private static String operation(AsyncExecuteRequest request) {
        String target = request.request().firstMatchingHeader(OPERATION_HEADER).orElse("");
        return target.substring(target.indexOf('.') + 1);
    }

    @Override
    public String clientName() {
        return "Faulty";
    }

    @Override
    public void close() {
        server.close();
    }
}
