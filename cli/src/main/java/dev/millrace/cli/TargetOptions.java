/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ModuleId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Which module, on which DynamoDB and which Kafka. Every option has an environment variable. */
final class TargetOptions {

    private static final String LOCAL = "local";
    private static final String LOCAL_REGION = "us-east-1";

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_ENVIRONMENT:-local}",
            description = "First part of all names (MILLRACE_ENVIRONMENT; default: local).")
    private String environment = LOCAL;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_APP}",
            required = true,
            description = "Second part of all names (MILLRACE_APP).")
    private String app = "";

    @Option(
            names = "--module",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_MODULE}",
            required = true,
            description = "The module: third part of all names (MILLRACE_MODULE).")
    private String module = "";

    @Option(
            names = "--dynamodb-endpoint",
            paramLabel = "URI",
            defaultValue = "${env:DYNAMODB_ENDPOINT}",
            description = "Another endpoint than AWS's own (DYNAMODB_ENDPOINT). Without AWS_ACCESS_KEY_ID,"
                    + " the access key there is \"local\".")
    private @Nullable URI endpoint;

    @Option(
            names = "--dynamodb-region",
            paramLabel = "REGION",
            defaultValue = "${env:DYNAMODB_REGION}",
            description = "The AWS region (DYNAMODB_REGION; default: as the AWS SDK finds it).")
    private @Nullable String region;

    ModuleId module() {
        return new ModuleId(environment, app, module);
    }

    boolean isLocal() {
        return endpoint != null;
    }

    DynamoConnection connect() {
        DynamoOptions options = DynamoOptions.defaults();
        if (endpoint == null) {
            return DynamoConnection.open(region == null ? options : options.withRegion(region));
        }
        options = options.withEndpoint(endpoint)
                .withRegion(region == null ? LOCAL_REGION : region)
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10));
        return DynamoConnection.open(options, hasCredentials() ? null : localCredentials());
    }

    private static boolean hasCredentials() {
        return System.getenv("AWS_ACCESS_KEY_ID") != null || System.getenv("AWS_PROFILE") != null;
    }

    private static AwsCredentialsProvider localCredentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(LOCAL, LOCAL));
    }

    /** The properties with which Kafka's clients reach the servers. */
    static Map<String, String> kafka(String bootstrapServers) {
        return Map.of("bootstrap.servers", bootstrapServers);
    }
}
