/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** Clients as the options say. */
final class S3Clients {

    private static final int PENDING_PER_CONNECTION = 64;

    private S3Clients() {}

    static SdkAsyncHttpClient http(S3Options options) {
        return NettyNioAsyncHttpClient.builder()
                .maxConcurrency(options.maxConcurrency())
                .maxPendingConnectionAcquires(options.maxConcurrency() * PENDING_PER_CONNECTION)
                .connectionAcquisitionTimeout(options.callTimeout())
                .tcpKeepAlive(true)
                .build();
    }

    static S3AsyncClient client(
            S3Options options, @Nullable AwsCredentialsProvider credentials, SdkAsyncHttpClient http) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .httpClient(http)
                .overrideConfiguration(override -> override.apiCallTimeout(options.callTimeout())
                        .apiCallAttemptTimeout(options.attemptTimeout())
                        .retryStrategy(RetryMode.STANDARD));
        if (options.endpoint() != null) {
            builder.endpointOverride(options.endpoint()).forcePathStyle(true);
        }
        if (options.region() != null) {
            builder.region(Region.of(options.region()));
        }
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder.build();
    }
}
