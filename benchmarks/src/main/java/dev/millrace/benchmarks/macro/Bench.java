/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Duel;
import dev.millrace.benchmarks.measure.NoiseMeter;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.EngineOptions;
import dev.millrace.testkit.engine.FakeDynamoDb;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.engine.OpenSearchLocal;
import dev.millrace.testkit.engine.PostgresLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the questions share: the effort, the noise meter, and the servers, each in a process of its own and started when
 * first needed. For one thread.
 */
public final class Bench implements AutoCloseable {

    private final Effort effort;
    private final NoiseMeter noise;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private @Nullable DynamoDbLocal dynamoDb;
    private @Nullable LocalKafkaBroker kafka;
    private @Nullable PostgresLocal postgres;
    private @Nullable OpenSearchLocal openSearch;

    /** Creates a bench without servers. */
    public Bench(Effort effort, NoiseMeter noise) {
        this.effort = effort;
        this.noise = noise;
    }

    /** How much to measure. */
    Effort effort() {
        return effort;
    }

    /** Tells whether a full run is asked for, or else a smoke run. */
    boolean isFull() {
        return effort.share() >= 1;
    }

    /** A comparison with so many operations in a block and beforehand; fewer in a smoke run. */
    Duel duel(int warmUp, int operations) {
        return new Duel(effort.of(warmUp), effort.of(operations), effort.pairs(), noise);
    }

    /** A module on a fake DynamoDB that forgets everything when the module is closed. */
    CountedModule emptyModule() {
        FakeDynamoDb server = FakeDynamoDb.start();
        return new CountedModule(server.endpoint(), server::close);
    }

    /** DynamoDB Local. */
    DynamoDbLocal dynamoDb() {
        DynamoDbLocal engine = dynamoDb == null ? started(DynamoDbLocal::start, DynamoDbLocal::close) : dynamoDb;
        dynamoDb = engine;
        return engine;
    }

    /** A Kafka broker. */
    LocalKafkaBroker kafka() {
        LocalKafkaBroker engine =
                kafka == null ? started(LocalKafkaBroker::childProcess, LocalKafkaBroker::close) : kafka;
        kafka = engine;
        return engine;
    }

    /** A PostgreSQL server. */
    PostgresLocal postgres() {
        PostgresLocal engine = postgres == null ? started(PostgresLocal::start, PostgresLocal::close) : postgres;
        postgres = engine;
        return engine;
    }

    /** An OpenSearch node; its libraries are read from the class path that the launcher names. */
    OpenSearchLocal openSearch() {
        OpenSearchLocal engine =
                openSearch == null ? started(Bench::startOpenSearch, OpenSearchLocal::close) : openSearch;
        openSearch = engine;
        return engine;
    }

    /** Starts an OpenSearch node of the caller's own. */
    static OpenSearchLocal startOpenSearch() {
        String file = System.getProperty("millrace.opensearch.classpath", "");
        try {
            return OpenSearchLocal.start(Files.readString(Path.of(file)).trim(), EngineOptions.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException("millrace.opensearch.classpath must name a file with a class path", e);
        }
    }

    private <E> E started(Supplier<E> start, Consumer<E> close) {
        E engine = start.get();
        closing.push(() -> close.accept(engine));
        return engine;
    }

    /** Stops all servers, the last one started first. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
