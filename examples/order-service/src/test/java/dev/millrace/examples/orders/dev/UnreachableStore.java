/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** A store that counts who comes, and lets nobody in. */
class UnreachableStore {

    @Bean
    Door door() {
        return new Door();
    }

    @Bean
    DynamoConnection connection(Door door) {
        return DynamoConnection.over(
                door, DynamoOptions.defaults().withRegion("us-east-1"), AnonymousCredentialsProvider.create());
    }

    static final class Door implements SdkAsyncHttpClient {

        private final AtomicInteger knocks = new AtomicInteger();

        @Override
        public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
            knocks.incrementAndGet();
            return CompletableFuture.failedFuture(new IllegalStateException("nothing is to reach the store"));
        }

        int knocks() {
            return knocks.get();
        }

        @Override
        public void close() {}
    }
}
