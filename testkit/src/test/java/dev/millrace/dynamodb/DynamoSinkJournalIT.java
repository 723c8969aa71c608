/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkJournal;
import dev.millrace.testkit.contract.SinkJournalContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalDynamoDb.class)
class DynamoSinkJournalIT extends SinkJournalContract {

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
    protected SinkJournal journal() {
        return dynamo.module.sinkJournal();
    }

    @Override
    protected ModuleId module() {
        return dynamo.module.id();
    }
}
