/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.fault.FaultyHttpClient;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A module on a database of its own, behind a client that counts requests and lets them fail. */
final class DynamoFixture implements AutoCloseable {

    static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Readers share the engine with a crowd of writers. */
    private static final Duration READING = Duration.ofMinutes(1);

    final FaultyHttpClient http;
    final DynamoModule module;

    private final DynamoConnection connection;

    private DynamoFixture(DynamoDbLocal engine, DynamoOptions options) {
        this.http = FaultyHttpClient.over(
                NettyNioAsyncHttpClient.builder().maxConcurrency(256).build());
        this.connection = DynamoConnection.over(
                http,
                options.withEndpoint(engine.endpoint()).withRegion("us-east-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DynamoDbLocal.freshAccessKey(), "secret")));
        this.module = connection.module(new ModuleId("test", "shop", "order"));
    }

    /** Tables that nobody else uses, and a client patient enough for a busy machine. */
    static DynamoFixture create(DynamoDbLocal engine) {
        return create(engine, DynamoOptions.defaults().withTimeouts(CALL_TIMEOUT, Duration.ofSeconds(5)));
    }

    static DynamoFixture create(DynamoDbLocal engine, DynamoOptions options) {
        DynamoFixture fixture = new DynamoFixture(engine, options);
        fixture.module.tables().create().block(PATIENCE);
        fixture.http.resetCounts();
        return fixture;
    }

    /** A service that knows nothing yet. */
    CommandService coldService() {
        return module.commandService(CommandOptions.defaults());
    }

    /** All rows that the command table holds of the item, in the order of their versions. */
    List<RecordedCommand> rows(ItemKey key) {
        return module.commandLog()
                .list(key, Version.FIRST, Version.of(Version.MAX))
                .collectList()
                .block(READING);
    }

    /** The versions of these rows. */
    List<Long> versions(ItemKey key) {
        return rows(key).stream().map(row -> row.version().value()).toList();
    }

    /** The client behind it all, for what only somebody else would do. */
    DynamoDbAsyncClient client() {
        return connection.client();
    }

    @Override
    public void close() {
        connection.close();
        http.close();
    }
}
