/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Interval;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.LocalKafkaBroker;
import dev.millrace.testkit.engine.PostgresLocal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** B16: how long until an application with the starter is there, and until all engines of the demo answer? */
final class Starts implements Question {

    private static final double SECOND = 1e9;
    private static final Target TIME = Target.atMost(25, 60);

    @Override
    public String name() {
        return "B16";
    }

    @Override
    public String asks() {
        return "How long do an application with the starter and the demo's engines take to start?";
    }

    @Override
    public List<Figure> answer(Bench bench) {
        Figure engines = engines();
        return Stream.concat(Stream.of(engines), new ContextStarts(bench).figures().stream())
                .toList();
    }

    private static Figure engines() {
        long begin = System.nanoTime();
        List<AutoCloseable> engines = Flux.just(
                        begun(DynamoDbLocal::start),
                        begun(LocalKafkaBroker::childProcess),
                        begun(PostgresLocal::start),
                        begun(Bench::startOpenSearch))
                .flatMap(start -> start)
                .collectList()
                .blockOptional()
                .orElseThrow();
        double seconds = (System.nanoTime() - begin) / SECOND;
        engines.forEach(Starts::close);
        return Figure.of("start.engines", "s", Interval.exactly(seconds), TIME)
                .noted("DynamoDB Local, Kafka, PostgreSQL, OpenSearch; all at once");
    }

    private static Mono<AutoCloseable> begun(Callable<? extends AutoCloseable> start) {
        return Mono.<AutoCloseable>fromCallable(start).subscribeOn(Schedulers.boundedElastic());
    }

    private static void close(AutoCloseable engine) {
        try {
            engine.close();
        } catch (Exception e) {
            throw new IllegalStateException("an engine does not stop", e);
        }
    }
}
