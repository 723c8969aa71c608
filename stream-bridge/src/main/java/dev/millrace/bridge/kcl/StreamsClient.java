/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The blocking client that the adapter needs.
 *
 * @param client reads the stream
 * @param region where
 * @param arn the stream, by the name that the adapter accepts
 */
record StreamsClient(DynamoDbStreamsClient client, Region region, String arn) implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** A client that reaches the stream the way the other client reaches its tables. */
    static StreamsClient of(DynamoDbAsyncClient tables, String streamArn) {
        DynamoDbServiceClientConfiguration access = tables.serviceClientConfiguration();
        LocalArns arns = new LocalArns(access.region().id());
        var builder = DynamoDbStreamsClient.builder()
                .region(access.region())
                .credentialsProvider(access.credentialsProvider())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(overrides(arns));
        access.endpointOverride().ifPresent(builder::endpointOverride);
        return new StreamsClient(builder.build(), access.region(), arns.toAws(streamArn));
    }

    private static ClientOverrideConfiguration overrides(LocalArns arns) {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .addExecutionInterceptor(arns)
                .build();
    }

    AmazonDynamoDBStreamsAdapterClient adapter() {
        return new AmazonDynamoDBStreamsAdapterClient(client, region);
    }

    @Override
    public void close() {
        client.close();
    }
}
