/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** A stream of DynamoDB Local inside this JVM, since only there its shards end when told to. */
public abstract class EmbeddedFixture implements StreamFixture {

    protected static final String TABLE = "rolling";

    private final AmazonDynamoDBLocal engine = DynamoDBEmbedded.create(true);
    private final String streamArn = createTable();

    protected EmbeddedFixture() {}

    public final AmazonDynamoDBLocal engine() {
        return engine;
    }

    /** Reaches the tables. */
    public final DynamoDbAsyncClient client() {
        return engine.dynamoDbAsyncClient();
    }

    /** Reaches the stream. */
    public final DynamoDbStreamsAsyncClient streams() {
        return new EmbeddedStreams(engine.dynamoDbStreamsClient());
    }

    /** The stream. */
    public final String streamArn() {
        return streamArn;
    }

    private String createTable() {
        return client().createTable(table -> table.tableName(TABLE)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("v")
                                .attributeType(ScalarAttributeType.N)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("v")
                                .keyType(KeyType.HASH)
                                .build())
                        .streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
                .join()
                .tableDescription()
                .latestStreamArn();
    }

    @Override
    public void write(int from, int to) {
        for (int version = from; version <= to; version++) {
            String text = Integer.toString(version);
            client().putItem(put -> put.tableName(TABLE).item(Map.of("v", AttributeValue.fromN(text))))
                    .join();
        }
    }

    @Override
    public void roll() {
        engine.triggerShardRollovers();
    }

    @Override
    public void close() {
        engine.shutdown();
    }
}
