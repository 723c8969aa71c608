/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.CommandTransactionContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalDynamoDb.class)
class DynamoCommandTransactionIT extends CommandTransactionContract {

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
    protected CommandLog log() {
        return dynamo.module.commandLog();
    }

    @Override
    protected DataStore data() {
        return dynamo.module.dataStore();
    }
}
