/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** Counts requests to the store, and lets none of them through. */
public final class CountingHttpClient implements SdkAsyncHttpClient {

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        requests.incrementAndGet();
        return CompletableFuture.failedFuture(new IllegalStateException("nothing is to reach the store"));
    }

    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {}
}
