/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Bootstrap;
import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.measure.Target;
import dev.millrace.testkit.engine.DynamoDbLocal;
import dev.millrace.testkit.engine.PostgresLocal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts the order service of the examples, again and again, each time in a fresh JVM, on engines that run. */
final class ContextStarts {

    private static final String APPLICATION = "dev.millrace.examples.orders.OrderServiceApplication";
    private static final Pattern STARTED =
            Pattern.compile("Started \\S+ in (\\S+) seconds \\(process running for (\\S+)\\)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STARTS = 4;
    private static final double MILLI = 1e-3;
    private static final Target CONTEXT = Target.atMost(1.5, 3);

    private static final String WITH_WORKERS = "--spring.profiles.active=dev";

    /** Nobody asks for it: the service takes no request here. */
    private static final String NO_KEYS = "http://localhost:1/keys";

    private final Map<String, String> credentials =
            Map.of("AWS_ACCESS_KEY_ID", DynamoDbLocal.freshAccessKey(), "AWS_SECRET_ACCESS_KEY", "unchecked");
    private final List<String> settings;
    private final int starts;
    private final boolean isFull;

    ContextStarts(Bench bench) {
        this.isFull = bench.isFull();
        this.starts = bench.effort().of(STARTS);
        PostgresLocal postgres = bench.postgres();
        this.settings = List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + NO_KEYS,
                "--millrace.security.issuer=urn:nobody",
                "--millrace.security.audiences=order-service",
                "--millrace.dynamodb.endpoint=" + bench.dynamoDb().endpoint(),
                "--millrace.dynamodb.region=us-east-1",
                "--millrace.dynamodb.call-timeout=20s",
                "--millrace.dynamodb.attempt-timeout=10s",
                "--millrace.kafka.bootstrap-servers=" + bench.kafka().bootstrapServers(),
                "--spring.r2dbc.url=" + postgres.url(postgres.freshDatabase()),
                "--spring.r2dbc.username=" + postgres.user(),
                "--spring.r2dbc.password=" + postgres.password());
    }

    /**
     * What a start took, in seconds.
     *
     * @param context Spring's own part, as Spring tells it
     * @param process from the start of the JVM until then
     * @param cpu processor time of all threads until then, the compiler's included
     */
    private record Start(double context, double process, double cpu) {}

    /** The first start, which makes tables and topics and fills the caches of the file system, counts in a smoke run only. */
    List<Figure> figures() {
        if (!isFull) {
            return figures("web and workers", WITH_WORKERS);
        }
        start(WITH_WORKERS);
        return Stream.of(figures("web and workers", WITH_WORKERS), figures("web"))
                .flatMap(List::stream)
                .toList();
    }

    private List<Figure> figures(String roles, String... more) {
        List<Start> all = Stream.generate(() -> start(more)).limit(starts).toList();
        return List.of(
                figure("start.context, " + roles, all, Start::context, CONTEXT),
                figure("start.process, " + roles, all, Start::process, Target.none()),
                figure("start.cpu, " + roles, all, Start::cpu, Target.none()));
    }

    private static Figure figure(String name, List<Start> starts, ToDoubleFunction<Start> part, Target target) {
        double[] seconds = starts.stream().mapToDouble(part).toArray();
        return Figure.of(name, "s", Bootstrap.median(seconds), target).noted("%d starts".formatted(seconds.length));
    }

    private Start start(String... more) {
        List<String> arguments = Stream.of(
                        Stream.of("-Xmx256m", "-cp", classPath(), APPLICATION), settings.stream(), Stream.of(more))
                .flatMap(part -> part)
                .toList();
        try (ChildProcess service = ChildProcess.java("order-service", credentials, arguments)) {
            MatchResult started = service.awaitWords(STARTED, PATIENCE);
            double cpu = service.cpu().toMillis() * MILLI;
            return new Start(Double.parseDouble(started.group(1)), Double.parseDouble(started.group(2)), cpu);
        }
    }

    /** The launcher names the file that the example's build leaves beside its classes. */
    private static String classPath() {
        Path file = Path.of(System.getProperty("millrace.example.classpath", ""));
        try {
            return file.resolveSibling("classes")
                    + File.pathSeparator
                    + Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("millrace.example.classpath must name a file with a class path", e);
        }
    }
}
