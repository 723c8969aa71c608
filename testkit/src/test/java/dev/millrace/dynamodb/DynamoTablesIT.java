/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

@ExtendWith(LocalDynamoDb.class)
class DynamoTablesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ModuleId module = new ModuleId("test", "shop", "order");
    private DynamoConnection connection;
    private DynamoTables tables;

    @BeforeEach
    void open(DynamoDbLocal engine) {
        connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(engine.endpoint())
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DynamoDbLocal.freshAccessKey(), "x")));
        tables = connection.module(module).tables();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    private void createCommandTableWithoutStream(String partitionKey) {
        connection
                .client()
                .createTable(table -> table.tableName(module.commandTable())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text(partitionKey), text("sk"))
                        .keySchema(key(partitionKey, KeyType.HASH), key("sk", KeyType.RANGE)))
                .join();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Test
    void tables_are_made_with_stream_and_expiry() {
        StepVerifier.create(tables.create()).expectComplete().verify(PATIENCE);

        var command = connection
                .client()
                .describeTable(table -> table.tableName(module.commandTable()))
                .join()
                .table();
        var data = connection
                .client()
                .describeTable(table -> table.tableName(module.dataTable()))
                .join()
                .table();
        assertThat(command.streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_IMAGE);
        assertThat(data.streamSpecification()).isNull();
        for (String table : new String[] {module.commandTable(), module.dataTable()}) {
            var expiry = connection
                    .client()
                    .describeTimeToLive(ttl -> ttl.tableName(table))
                    .join();
            assertThat(expiry.timeToLiveDescription().timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
            assertThat(expiry.timeToLiveDescription().attributeName()).isEqualTo("ttl");
        }
    }

    @Test
    void parked_changes_do_not_expire() {
        StepVerifier.create(tables.create()).expectComplete().verify(PATIENCE);

        var expiry = connection
                .client()
                .describeTimeToLive(ttl -> ttl.tableName("test-shop-parked"))
                .join();

        assertThat(expiry.timeToLiveDescription().timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
    }

    @Test
    void making_tables_that_are_there_changes_nothing() {
        StepVerifier.create(tables.create().then(tables.create()).then(tables.check()))
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(tables.commandStreamArn())
                .assertNext(arn -> assertThat(arn).contains(module.commandTable() + "/stream/"))
                .verifyComplete();
    }

    @Test
    void missing_tables_are_named() {
        StepVerifier.create(tables.check()).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("test-shop-order-data does not exist"));
    }

    @Test
    void a_command_table_without_a_stream_is_refused_with_the_remedy() {
        createCommandTableWithoutStream("pk");
        StepVerifier.create(tables.create()).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("NEW_IMAGE"));
    }

    @Test
    void a_table_with_other_keys_is_refused() {
        createCommandTableWithoutStream("hash");
        StepVerifier.create(tables.create()).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(StoreMisconfiguredException.class)
                .hasMessageContaining("partition key pk and the sort key sk"));
    }
}
