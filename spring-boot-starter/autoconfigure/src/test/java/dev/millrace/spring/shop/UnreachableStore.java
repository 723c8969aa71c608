/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A store that counts who comes, and lets nobody in. */
public class UnreachableStore {

    @Bean
    CountingHttpClient countingHttpClient() {
        return new CountingHttpClient();
    }

    @Bean
    DynamoConnection dynamoConnection(CountingHttpClient http) {
        return DynamoConnection.over(
                http,
                DynamoOptions.defaults().withRegion("us-east-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }
}
