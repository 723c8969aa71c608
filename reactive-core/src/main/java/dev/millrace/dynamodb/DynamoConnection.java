/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/**
 * One shared, non-blocking client to DynamoDB. Open one per process, ask it for as many modules as there are, close it
 * last.
 */
public final class DynamoConnection implements AutoCloseable {

    private static final int PENDING_PER_CONNECTION = 64;

    private final DynamoDbAsyncClient client;
    private final DynamoOptions options;
    private final @Nullable SdkAsyncHttpClient ownHttpClient;

    private DynamoConnection(
            DynamoDbAsyncClient client, DynamoOptions options, @Nullable SdkAsyncHttpClient ownHttpClient) {
        this.client = client;
        this.options = options;
        this.ownHttpClient = ownHttpClient;
    }

    /** Opens a connection with the credentials that the AWS SDK finds in its usual places. No I/O happens yet. */
    public static DynamoConnection open(DynamoOptions options) {
        return open(options, null);
    }

    /** Opens a connection with these credentials, or those that the AWS SDK finds if there are none. */
    public static DynamoConnection open(DynamoOptions options, @Nullable AwsCredentialsProvider credentials) {
        return open(options, credentials, null);
    }

    /** Opens a connection whose requests the listener is told of; without one, as if nobody had asked. */
    public static DynamoConnection open(
            DynamoOptions options, @Nullable AwsCredentialsProvider credentials, @Nullable RequestListener listener) {
        SdkAsyncHttpClient http = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(options.maxConcurrency())
                .maxPendingConnectionAcquires(options.maxConcurrency() * PENDING_PER_CONNECTION)
                .connectionAcquisitionTimeout(options.callTimeout())
                .tcpKeepAlive(true)
                .build();
        return new DynamoConnection(client(options, credentials, http, listener), options, http);
    }

    /**
     * Opens a connection over an HTTP client of the caller's, who also closes it. The place for CRT, OpenSSL, proxies,
     * or faults in a test.
     */
    public static DynamoConnection over(
            SdkAsyncHttpClient http, DynamoOptions options, @Nullable AwsCredentialsProvider credentials) {
        return over(http, options, credentials, null);
    }

    /** The same, with a listener that is told of its requests. */
    public static DynamoConnection over(
            SdkAsyncHttpClient http,
            DynamoOptions options,
            @Nullable AwsCredentialsProvider credentials,
            @Nullable RequestListener listener) {
        return new DynamoConnection(
                client(options, credentials, requireNonNull(http, "http"), listener), options, null);
    }

    private static DynamoDbAsyncClient client(
            DynamoOptions options,
            @Nullable AwsCredentialsProvider credentials,
            SdkAsyncHttpClient http,
            @Nullable RequestListener listener) {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .httpClient(http)
                .overrideConfiguration(configuration(options, listener))
                .asyncConfiguration(async -> async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, DynamoCalls.THREADS));
        if (options.endpoint() != null) {
            builder.endpointOverride(options.endpoint());
        }
        if (options.region() != null) {
            builder.region(Region.of(options.region()));
        }
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder.build();
    }

    private static ClientOverrideConfiguration configuration(
            DynamoOptions options, @Nullable RequestListener listener) {
        ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder()
                .apiCallTimeout(options.callTimeout())
                .apiCallAttemptTimeout(options.attemptTimeout())
                .retryStrategy(RetryMode.STANDARD);
        if (listener != null) {
            configuration.addExecutionInterceptor(new RequestCounting(listener));
        }
        return configuration.build();
    }

    /** The module's tables and services over this connection. */
    public DynamoModule module(ModuleId id) {
        return new DynamoModule(id, client, new DynamoCalls(options.callTimeout()));
    }

    /**
     * The client itself, for what Millrace does not do; it closes with this connection. Its futures complete on Reactor's
     * parallel threads: do not block there.
     */
    public DynamoDbAsyncClient client() {
        return client;
    }

    /** Closes the client; calls under way fail. Its I/O threads end some seconds later, for which nobody waits. */
    @Override
    public void close() {
        client.close();
        if (ownHttpClient != null) {
            closeAside(ownHttpClient);
        }
    }

    /** The AWS SDK lets its I/O threads be quiet for two seconds before they end, and has its caller wait. */
    private static void closeAside(SdkAsyncHttpClient http) {
        Thread closing = new Thread(() -> http.close(), "millrace-dynamodb-close");
        closing.setDaemon(true);
        closing.start();
    }
}
