/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

class StreamsClientsTest {

    private static final URI NOBODY = URI.create("http://localhost:1");

    @Test
    void what_a_client_answers_is_told_on_reactors_threads() {
        try (DynamoDbAsyncClient tables = tables();
                DynamoDbStreamsAsyncClient streams = StreamsClients.like(tables, 1)) {
            boolean isReactors = streams.describeStream(stream -> stream.streamArn("arn"))
                    .handle((answer, failure) -> Schedulers.isInNonBlockingThread())
                    .join();

            assertThat(isReactors).isTrue();
        }
    }

    private static DynamoDbAsyncClient tables() {
        return DynamoDbAsyncClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(NOBODY)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }
}
