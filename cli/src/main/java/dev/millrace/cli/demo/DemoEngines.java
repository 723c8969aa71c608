/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.engine.PostgresLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The engines of a demo on this machine, each in a process of its own that ends with this one. */
final class DemoEngines implements AutoCloseable {

    /** Names a file with the class path of OpenSearch, which must not meet ours. Set by the launcher. */
    static final String OPENSEARCH_CLASS_PATH = "millrace.opensearch.classpath";

    private static final int DYNAMODB_HEAP_MEGABYTES = 1024;
    private static final int KAFKA_HEAP_MEGABYTES = 384;
    private static final int OPENSEARCH_HEAP_MEGABYTES = 512;

    private final DynamoDbLocal dynamo;
    private final LocalKafkaBroker kafka;
    private final Optional<PostgresLocal> postgres;
    private final Optional<OpenSearchLocal> openSearch;

    private DemoEngines(
            DynamoDbLocal dynamo,
            LocalKafkaBroker kafka,
            Optional<PostgresLocal> postgres,
            Optional<OpenSearchLocal> openSearch) {
        this.dynamo = dynamo;
        this.kafka = kafka;
        this.postgres = postgres;
        this.openSearch = openSearch;
    }

    /** Starts what the data table needs. */
    static DemoEngines start() {
        return start(EnumSet.of(DemoSink.DATA));
    }

    /** Starts at once what these sinks need; blocks until all of it answers. */
    static DemoEngines start(Set<DemoSink> sinks) {
        return requireNonNull(Mono.zip(
                        starting(() -> DynamoDbLocal.start(heap(DYNAMODB_HEAP_MEGABYTES))),
                        starting(() -> LocalKafkaBroker.childProcess(heap(KAFKA_HEAP_MEGABYTES))),
                        startingIf(sinks.contains(DemoSink.POSTGRES), PostgresLocal::start),
                        startingIf(sinks.contains(DemoSink.OPENSEARCH), DemoEngines::startOpenSearch))
                .map(engines -> new DemoEngines(engines.getT1(), engines.getT2(), engines.getT3(), engines.getT4()))
                .block());
    }

    private static EngineOptions heap(int megabytes) {
        return EngineOptions.defaults().withHeapMegabytes(megabytes);
    }

    private static <T> Mono<T> starting(Callable<T> start) {
        return Mono.fromCallable(start).subscribeOn(Schedulers.boundedElastic());
    }

    private static <T> Mono<Optional<T>> startingIf(boolean asked, Callable<T> start) {
        return asked ? starting(start).map(Optional::of) : Mono.just(Optional.empty());
    }

    private static OpenSearchLocal startOpenSearch() {
        String file = System.getProperty(OPENSEARCH_CLASS_PATH, "");
        try {
            String classPath = Files.readString(Path.of(file)).trim();
            return OpenSearchLocal.start(classPath, heap(OPENSEARCH_HEAP_MEGABYTES));
        } catch (IOException e) {
            throw new InvalidValueException(
                    OPENSEARCH_CLASS_PATH, file, "must name a file with the class path of OpenSearch");
        }
    }

    URI dynamoEndpoint() {
        return dynamo.endpoint();
    }

    String kafkaServers() {
        return kafka.bootstrapServers();
    }

    /** Only if a sink that was asked for needs it. */
    PostgresLocal postgres() {
        return postgres.orElseThrow();
    }

    /** Only if a sink that was asked for needs it. */
    OpenSearchLocal openSearch() {
        return openSearch.orElseThrow();
    }

    @Override
    public void close() {
        openSearch.ifPresent(OpenSearchLocal::close);
        postgres.ifPresent(PostgresLocal::close);
        kafka.close();
        dynamo.close();
    }
}
