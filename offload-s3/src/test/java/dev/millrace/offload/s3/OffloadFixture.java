/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ModuleId;
import dev.millrace.offload.OffloadOptions;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.S3Local;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A module on a database of its own, with its large payloads in a bucket of its own. */
final class OffloadFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final S3Fixture s3;
    final DynamoModule rows;
    final DynamoModule module;

    private final DynamoConnection connection;

    private OffloadFixture(DynamoDbLocal dynamo, S3Local s3, OffloadOptions options) {
        this.s3 = S3Fixture.create(s3);
        this.connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(dynamo.endpoint())
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DynamoDbLocal.freshAccessKey(), "secret")));
        this.rows = connection.module(new ModuleId("test", "shop", "order"));
        this.module = rows.withOffload(PayloadOffload.to(this.s3.store, options));
    }

    static OffloadFixture create(DynamoDbLocal dynamo, S3Local s3, OffloadOptions options) {
        OffloadFixture fixture = new OffloadFixture(dynamo, s3, options);
        fixture.rows.tables().create().block(PATIENCE);
        return fixture;
    }

    @Override
    public void close() {
        connection.close();
        s3.close();
    }
}
