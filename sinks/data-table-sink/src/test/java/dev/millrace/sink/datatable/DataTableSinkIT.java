/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.datatable;

import dev.millrace.data.DataItem;
import dev.millrace.data.DataStore;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.ChangeSink;
import dev.millrace.testkit.contract.ChangeSinkContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The sink on the real table. */
@ExtendWith(LocalDynamoDb.class)
class DataTableSinkIT extends ChangeSinkContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static DynamoConnection connection;
    private static DataStore store;

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        connection = DynamoConnection.open(
                DynamoOptions.defaults()
                        .withEndpoint(engine.endpoint())
                        .withRegion("us-east-1")
                        .withTimeouts(PATIENCE, PATIENCE),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DynamoDbLocal.freshAccessKey(), "x")));
        DynamoModule module = connection.module(new ModuleId("test", "shop", "note"));
        module.tables().create().block(PATIENCE);
        store = module.dataStore();
    }

    @AfterAll
    static void close() {
        connection.close();
    }

    @Override
    protected ChangeSink sink() {
        return DataTableSink.over(store);
    }

    @Override
    protected Mono<Attributes> read(ItemKey key) {
        return store.get(key).filter(item -> !item.deleted()).map(DataItem::attributes);
    }
}
