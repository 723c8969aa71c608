/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** The table of checkpoints itself. */
final class CheckpointTable {

    private static final Logger log = LoggerFactory.getLogger(CheckpointTable.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_CREATION = Duration.ofMinutes(3);

    private final DynamoDbAsyncClient client;
    private final String name;
    private final Scheduler timer;

    CheckpointTable(DynamoDbAsyncClient client, String name, Scheduler timer) {
        this.client = client;
        this.name = name;
        this.timer = timer;
    }

    /** Makes the table, pay per request, if it is missing; completes when it is active. */
    Mono<Void> create() {
        return awaitActive().onErrorResume(ResourceNotFoundException.class, missing -> makeIt().then(awaitActive()));
    }

    private Mono<Void> makeIt() {
        return Mono.fromFuture(() -> client.createTable(definition()))
                .doOnSuccess(made -> log.info("created table {}", name))
                .onErrorResume(ResourceInUseException.class, exists -> Mono.empty())
                .then();
    }

    private Mono<Void> awaitActive() {
        return Mono.fromFuture(() -> client.describeTable(describe -> describe.tableName(name)))
                .filter(found -> found.table().tableStatus() == TableStatus.ACTIVE)
                .repeatWhenEmpty(tries -> tries.delayElements(POLL, timer))
                .timeout(LONGEST_CREATION, timer)
                .then();
    }

    private CreateTableRequest definition() {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text("pk"), text("sk"))
                .keySchema(element("pk", KeyType.HASH), element("sk", KeyType.RANGE))
                .build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
