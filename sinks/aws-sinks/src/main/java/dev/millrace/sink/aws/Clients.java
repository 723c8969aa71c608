/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;

/** Clients as a service's options say. Each has its own connections and closes them with itself. */
final class Clients {

    private Clients() {}

    static <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
            B builder, AwsService service, @Nullable AwsCredentialsProvider credentials) {
        builder.httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(service.maxConcurrency())
                        .connectionAcquisitionTimeout(service.callTimeout())
                        .tcpKeepAlive(true))
                .overrideConfiguration(override -> override.apiCallTimeout(service.callTimeout())
                        .apiCallAttemptTimeout(service.attemptTimeout())
                        .retryStrategy(RetryMode.STANDARD));
        if (service.endpoint() != null) {
            builder.endpointOverride(service.endpoint());
        }
        if (service.region() != null) {
            builder.region(Region.of(service.region()));
        }
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder.build();
    }
}
