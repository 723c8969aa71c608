/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import dev.millrace.dynamodb.DynamoCalls;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** Opens clients that read streams without holding a thread. */
public final class StreamsClients {

    static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    private StreamsClients() {}

    /**
     * Opens a client that reaches streams the way the other client reaches its tables: with its region, its credentials
     * and its endpoint. The caller closes it. Each call ends within 30 s, retries included, and its future completes on
     * Reactor's parallel threads: do not block there.
     *
     * @param tables the other client, which must stay open
     * @param concurrency how many calls may be under way at once, at most
     */
    public static DynamoDbStreamsAsyncClient like(DynamoDbAsyncClient tables, int concurrency) {
        DynamoDbServiceClientConfiguration access = tables.serviceClientConfiguration();
        var builder = DynamoDbStreamsAsyncClient.builder()
                .region(access.region())
                .credentialsProvider(access.credentialsProvider())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(concurrency)
                        .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                        .tcpKeepAlive(true))
                .asyncConfiguration(async -> async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, DynamoCalls.THREADS))
                .overrideConfiguration(calls -> calls.apiCallTimeout(CALL_TIMEOUT)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(RetryMode.STANDARD));
        access.endpointOverride().ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
