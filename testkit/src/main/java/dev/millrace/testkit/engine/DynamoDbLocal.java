/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClientBuilder;

/**
 * DynamoDB with streams on this machine, in memory, in a JVM of its own that ends with this one.
 *
 * <p>Credentials are not checked, but each access key has a database of its own: {@link #freshAccessKey()} gives a test
 * class an empty one. The engine listens on all addresses of the machine. It never throttles, so a test that needs
 * throttling brings its own faults.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private final URI endpoint;
    private final Runnable closing;

    private DynamoDbLocal(URI endpoint, Runnable closing) {
        this.endpoint = endpoint;
        this.closing = closing;
    }

    /** Starts an engine with default options; see {@link #start(EngineOptions)}. */
    public static DynamoDbLocal start() {
        return start(EngineOptions.defaults());
    }

    /** Starts an engine. Returns once it answers; throws {@link EngineStartException} if it does not. */
    public static DynamoDbLocal start(EngineOptions options) {
        LocalEngine engine = LocalEngine.start("dynamodb", new ChildJvm(DynamoDbServer.class, options));
        return new DynamoDbLocal(URI.create(engine.address()), engine::close);
    }

    /** An engine that somebody else started and stops. */
    public static DynamoDbLocal at(URI endpoint) {
        return new DynamoDbLocal(requireNonNull(endpoint, "endpoint"), () -> {});
    }

    /** Returns an access key that nobody has used: the name of an empty database. */
    public static String freshAccessKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Where it answers. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns a builder of clients of that access key's database, with nothing left to set. */
    public DynamoDbAsyncClientBuilder client(String accessKey) {
        return connected(DynamoDbAsyncClient.builder(), accessKey).httpClientBuilder(http());
    }

    /** Returns a builder of clients of that access key's database that go through an HTTP client of the caller's. */
    public DynamoDbAsyncClientBuilder client(String accessKey, SdkAsyncHttpClient http) {
        return connected(DynamoDbAsyncClient.builder(), accessKey).httpClient(http);
    }

    /** Returns a builder of clients of the streams of that access key's database, with nothing left to set. */
    public DynamoDbStreamsAsyncClientBuilder streamsClient(String accessKey) {
        return connected(DynamoDbStreamsAsyncClient.builder(), accessKey).httpClientBuilder(http());
    }

    private <B extends AwsClientBuilder<B, ?>> B connected(B builder, String accessKey) {
        AwsBasicCredentials credentials = AwsBasicCredentials.create(accessKey, "unchecked");
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }

    /** Named, since there may be others on the class path. */
    private static SdkAsyncHttpClient.Builder<?> http() {
        return NettyNioAsyncHttpClient.builder();
    }

    /** Stops the engine; its data is gone. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }
}
