/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.FaultyHttpClient;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A module and the bare client of the same connection; requests are counted below the SDK's retries. */
final class CountedModule implements AutoCloseable {

    static final ModuleId ID = new ModuleId("bench", "shop", "order");

    private static final int CONNECTIONS = 128;
    private static final int WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FaultyHttpClient http = FaultyHttpClient.over(NettyNioAsyncHttpClient.builder()
            .maxConcurrency(CONNECTIONS)
            .maxPendingConnectionAcquires(WAITING)
            .connectionAcquisitionTimeout(PATIENCE)
            .build());
    private final DynamoConnection connection;
    private final Runnable closing;

    private final String database;

    /** Connects to an empty database of a DynamoDB, which the other argument closes. */
    CountedModule(URI endpoint, Runnable closing) {
        this(endpoint, DynamoDbLocal.freshAccessKey(), closing);
    }

    /** Connects to that database of a DynamoDB, which the last argument closes. */
    CountedModule(URI endpoint, String database, Runnable closing) {
        this.database = database;
        this.connection = DynamoConnection.over(
                http,
                DynamoOptions.defaults()
                        .withEndpoint(endpoint)
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(database, "unchecked")));
        this.closing = closing;
    }

    /** Names the database to those who share it: DynamoDB Local has one for each access key. */
    String database() {
        return database;
    }

    DynamoModule module() {
        return connection.module(ID);
    }

    DynamoConnection connection() {
        return connection;
    }

    DynamoDbAsyncClient client() {
        return connection.client();
    }

    /** How many requests have left since the start or the last reset. */
    int requests() {
        return http.count();
    }

    void resetRequests() {
        http.resetCounts();
    }

    @Override
    public void close() {
        connection.close();
        http.close();
        closing.run();
    }
}
