/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.offload.OffloadOptions;
import dev.millrace.testkit.contract.CommandLogContract;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.S3Local;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.junit.LocalS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log on the real engines, with the smallest threshold there is. */
@ExtendWith({LocalDynamoDb.class, LocalS3.class})
class OffloadedCommandLogIT extends CommandLogContract {

    private static OffloadFixture fixture;

    @BeforeAll
    static void open(DynamoDbLocal dynamo, S3Local s3) {
        fixture = OffloadFixture.create(dynamo, s3, OffloadOptions.defaults().withThresholdBytes(1024));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Override
    protected CommandLog log() {
        return fixture.module.commandLog();
    }

    @Override
    protected DataStore data() {
        return fixture.module.dataStore();
    }
}
