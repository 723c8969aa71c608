/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.dynamodb;

import dev.millrace.command.CommandLog;
import dev.millrace.command.CommandOptions;
import dev.millrace.command.CommandService;
import dev.millrace.data.DataStore;
import dev.millrace.testkit.fault.Fault;
import dev.millrace.testkit.model.WriteSide;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Services over real tables, through a client that loses answers, is throttled and meets errors of the server. */
final class DynamoWriteSide implements WriteSide {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ARMED_PERCENT = 8;

    /** As often as the client tries, and once less: one outcome is unknown, the other is none of the caller's business. */
    private static final int MOST_IN_A_ROW = 3;

    private final DynamoFixture dynamo;
    private boolean armed;

    DynamoWriteSide(DynamoFixture dynamo) {
        this.dynamo = dynamo;
    }

    @Override
    public CommandService service(boolean caching) {
        CommandOptions options = CommandOptions.defaults();
        return dynamo.module.commandService(caching ? options : options.withCacheBytes(0));
    }

    @Override
    public CommandLog log() {
        return dynamo.module.commandLog();
    }

    @Override
    public DataStore data() {
        return dynamo.module.dataStore();
    }

    @Override
    public <T> List<T> run(List<Mono<T>> calls) {
        List<T> answers = Flux.fromIterable(calls)
                .flatMapSequential(call -> call.subscribeOn(Schedulers.parallel()), calls.size())
                .collectList()
                .block(PATIENCE);
        if (answers == null) {
            throw new AssertionError("completed without answers");
        }
        return answers;
    }

    @Override
    public void arm(RandomGenerator random) {
        armed = random.nextInt(100) < ARMED_PERCENT;
        if (armed) {
            List.of("PutItem", "TransactWriteItems", "Query", "GetItem")
                    .forEach(operation -> script(operation, random));
        }
    }

    private void script(String operation, RandomGenerator random) {
        Fault fault =
                switch (random.nextInt(4)) {
                    case 0 -> Fault.throttle();
                    case 1 -> Fault.answer(500, "InternalServerError");
                    default -> Fault.loseResponse();
                };
        int inARow = random.nextInt(MOST_IN_A_ROW + 1);
        for (int i = 0; i < inARow; i++) {
            dynamo.http.onNext(operation, fault);
        }
    }

    @Override
    public boolean disarm() {
        dynamo.http.heal();
        return armed;
    }
}
