/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.DataStoreContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalDynamoDb.class)
class DynamoDataStoreIT extends DataStoreContract {

    private static DynamoFixture dynamo;

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @Override
    protected DataStore store() {
        return dynamo.module.dataStore();
    }
}
