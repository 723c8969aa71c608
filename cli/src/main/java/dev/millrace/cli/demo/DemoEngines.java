/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import java.net.URI;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** DynamoDB and Kafka on this machine, each in a process of its own that ends with this one. */
final class DemoEngines implements AutoCloseable {

    private static final int DYNAMODB_HEAP_MEGABYTES = 1024;
    private static final int KAFKA_HEAP_MEGABYTES = 384;

    private final DynamoDbLocal dynamo;
    private final LocalKafkaBroker kafka;

    private DemoEngines(DynamoDbLocal dynamo, LocalKafkaBroker kafka) {
        this.dynamo = dynamo;
        this.kafka = kafka;
    }

    /** Starts both at once; blocks until both answer. */
    static DemoEngines start() {
        EngineOptions defaults = EngineOptions.defaults();
        Mono<DynamoDbLocal> dynamo =
                Mono.fromCallable(() -> DynamoDbLocal.start(defaults.withHeapMegabytes(DYNAMODB_HEAP_MEGABYTES)));
        Mono<LocalKafkaBroker> kafka = Mono.fromCallable(
                () -> LocalKafkaBroker.childProcess(defaults.withHeapMegabytes(KAFKA_HEAP_MEGABYTES)));
        return requireNonNull(Mono.zip(
                        dynamo.subscribeOn(Schedulers.boundedElastic()),
                        kafka.subscribeOn(Schedulers.boundedElastic()),
                        DemoEngines::new)
                .block());
    }

    URI dynamoEndpoint() {
        return dynamo.endpoint();
    }

    String kafkaServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        kafka.close();
        dynamo.close();
    }
}
