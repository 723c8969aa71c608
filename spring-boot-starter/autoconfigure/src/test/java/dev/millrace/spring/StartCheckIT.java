/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What a start says of tables that are not as they must be. */
@ExtendWith(LocalDynamoDb.class)
class StartCheckIT {

    private final String accessKey = DynamoDbLocal.freshAccessKey();
    private DynamoDbLocal engine;
    private ApplicationContextRunner shop;

    @BeforeEach
    void reach(DynamoDbLocal dynamo) {
        engine = dynamo;
        shop = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
                .withBean(
                        AwsCredentialsProvider.class,
                        () -> StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "unchecked")))
                .withPropertyValues(
                        "millrace.app=shop",
                        "millrace.modules=order",
                        "millrace.dynamodb.endpoint=" + dynamo.endpoint(),
                        "millrace.dynamodb.call-timeout=20s",
                        "millrace.dynamodb.attempt-timeout=10s");
    }

    @Test
    void tables_that_are_missing_refuse_the_start_and_the_fix_is_named() {
        refused("local-shop-order-data does not exist", "millrace.tables=create", "millrace tables create");
    }

    @Test
    void tables_that_may_be_made_are_made_and_then_found() {
        shop.withPropertyValues("millrace.tables=create")
                .run(context -> assertThat(context).hasNotFailed());
        shop.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_missing_table_for_parked_changes_refuses_the_start_and_the_fix_is_named() {
        table("local-shop-order-data", "pk", "sk");
        refused("local-shop-parked does not exist", "millrace tables create", "environment-app-parked");
    }

    @Test
    void a_stream_that_is_off_refuses_the_start_and_the_fix_is_named() {
        table("local-shop-order-data", "pk", "sk");
        table("local-shop-parked", "pk", "sk");
        table("local-shop-order-command", "pk", "sk");
        refused("must have a stream", "NEW_IMAGE", "aws dynamodb update-table");
    }

    @Test
    void another_key_schema_refuses_the_start_and_the_fix_is_named() {
        table("local-shop-order-data", "id", "range");
        refused("must have the partition key pk", "A key schema cannot be changed", "partition key pk");
    }

    @Test
    void tables_are_left_alone_where_that_is_wanted() {
        shop.withPropertyValues("millrace.tables=ignore")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_store_that_does_not_answer_refuses_the_start() {
        shop.withPropertyValues("millrace.dynamodb.endpoint=http://localhost:1", "millrace.dynamodb.call-timeout=2s")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(new StoreFailureAnalyzer()
                                    .analyze(context.getStartupFailure())
                                    .getAction())
                            .contains("millrace.dynamodb.endpoint");
                });
    }

    private void refused(String fault, String... fixes) {
        shop.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new TableFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(fault);
            assertThat(analysis.getAction()).contains(fixes);
        });
    }

    private void table(String name, String partition, String sort) {
        with(client -> client.createTable(CreateTableRequest.builder()
                        .tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text(partition), text(sort))
                        .keySchema(key(partition, KeyType.HASH), key(sort, KeyType.RANGE))
                        .build())
                .join());
    }

    private void with(Consumer<DynamoDbAsyncClient> use) {
        try (DynamoDbAsyncClient client = engine.client(accessKey).build()) {
            use.accept(client);
        }
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
}
