/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.command.Command;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a listener hears of the requests that commands take. */
@ExtendWith(LocalDynamoDb.class)
class RequestListenerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InvokeContext ADA = InvokeContext.of("ada", "acme");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private DynamoConnection connection;
    private DynamoModule module;

    @BeforeEach
    void tables(DynamoDbLocal engine) {
        connection = open(engine, (operation, table) -> heard.add(operation + " " + table));
        module = connection.module(new ModuleId("test", "shop", "order"));
        module.tables().create().block(PATIENCE);
        heard.clear();
    }

    private static DynamoConnection open(DynamoDbLocal engine, RequestListener listener) {
        return DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(engine.endpoint())
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DynamoDbLocal.freshAccessKey(), "secret")),
                listener);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void each_request_of_a_command_is_told_with_its_operation_and_table() {
        CommandService service = module.commandService(CommandOptions.defaults());

        service.publishAsync(Command.create(KEY, Samples.note("first")), ADA).block(PATIENCE);
        service.publishSync(Command.update(KEY, Version.of(1), Samples.note("second")), ADA)
                .block(PATIENCE);

        assertThat(heard).containsExactly("PutItem test-shop-order-command", "TransactWriteItems ");
    }

    @Test
    void a_listener_that_fails_changes_nothing(DynamoDbLocal engine) {
        try (DynamoConnection deaf = open(engine, (operation, table) -> {
            throw new IllegalStateException();
        })) {
            DynamoModule own = deaf.module(new ModuleId("test", "shop", "order"));
            own.tables().create().block(PATIENCE);

            own.commandService(CommandOptions.defaults())
                    .publishAsync(Command.create(KEY, Samples.note("first")), ADA)
                    .block(PATIENCE);

            assertThat(own.commandLog().latest(KEY).block(PATIENCE)).isNotNull();
        }
    }
}
