/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.model.ModelRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The write side on real tables does nothing that the model does not allow, whatever the network does to it. */
@ExtendWith(LocalDynamoDb.class)
class WriteSideModelIT {

    private static final int STEPS = 1_000;

    private static DynamoFixture dynamo;

    @BeforeAll
    static void open(DynamoDbLocal engine) {
        dynamo = DynamoFixture.create(engine);
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102})
    void a_known_seed_gives_no_violation(long seed) {
        dynamo.http.resetCounts();
        ModelRun.of(new DynamoWriteSide(dynamo), seed, STEPS);
        assertThat(dynamo.http.count("PutItem")).isGreaterThan(STEPS / 4);
        assertThat(dynamo.http.count("TransactWriteItems")).isGreaterThan(STEPS / 10);
    }
}
