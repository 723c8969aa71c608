/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.dynamodb.RequestListener;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Opens the connection that the settings describe. */
final class Connections {

    private static final String LOCAL = "local";
    private static final String LOCAL_REGION = "us-east-1";

    private Connections() {}

    static DynamoConnection open(
            MillraceProperties.Dynamodb dynamodb,
            @Nullable AwsCredentialsProvider credentials,
            @Nullable RequestListener listener) {
        return DynamoConnection.open(options(dynamodb), credentials(dynamodb.endpoint(), credentials), listener);
    }

    private static DynamoOptions options(MillraceProperties.Dynamodb dynamodb) {
        URI endpoint = dynamodb.endpoint();
        String region = dynamodb.region();
        return new DynamoOptions(
                endpoint,
                region == null && endpoint != null ? LOCAL_REGION : region,
                dynamodb.callTimeout(),
                dynamodb.attemptTimeout(),
                dynamodb.maxConcurrency());
    }

    private static @Nullable AwsCredentialsProvider credentials(
            @Nullable URI endpoint, @Nullable AwsCredentialsProvider given) {
        boolean needsSome = given == null && endpoint != null && !hasCredentials();
        return needsSome ? StaticCredentialsProvider.create(AwsBasicCredentials.create(LOCAL, LOCAL)) : given;
    }

    private static boolean hasCredentials() {
        return System.getenv("AWS_ACCESS_KEY_ID") != null || System.getenv("AWS_PROFILE") != null;
    }
}
