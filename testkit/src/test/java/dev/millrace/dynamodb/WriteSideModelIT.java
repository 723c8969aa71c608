/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.junit.LocalDynamoDb;
import dev.millrace.testkit.model.ModelRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The write side on real tables does nothing that the model does not allow, whatever the network does to it. A sample: the
 * many steps are {@code WriteSideModelTest}'s, which needs no engine.
 */
@ExtendWith(LocalDynamoDb.class)
class WriteSideModelIT {

    private static final List<Long> SEEDS = List.of(101L, 102L, 103L);
    private static final int STEPS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void known_seeds_give_no_violation(DynamoDbLocal engine) {
        Flux.fromIterable(SEEDS)
                .flatMap(seed ->
                        Mono.<Void>fromRunnable(() -> run(engine, seed)).subscribeOn(Schedulers.boundedElastic()))
                .blockLast(PATIENCE);
    }

    /** Each run has a database and a network of its own. */
    private static void run(DynamoDbLocal engine, long seed) {
        try (DynamoFixture dynamo = DynamoFixture.create(engine)) {
            ModelRun.of(new DynamoWriteSide(dynamo), seed, STEPS);
            assertThat(dynamo.http.count("PutItem")).isGreaterThan(STEPS / 4);
            assertThat(dynamo.http.count("TransactWriteItems")).isGreaterThan(STEPS / 10);
        }
    }
}
