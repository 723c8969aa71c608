/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.millrace.cli.Lifetime;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;

/** {@code millrace demo}: the whole road on engines of its own. */
@Command(
        name = "demo",
        description = "Publishes real changes on local engines, carries them through streams and Kafka to the data"
                + " table, and compares every item there with the input.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every item arrived as the input says",
            "1:an item is lost or wrong, or something failed",
            "2:the input has lines that are no change (unless --skip-invalid), or an option is wrong"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin
    private DemoOptions options = new DemoOptions();

    private final PrintStream out = System.out;

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check();
        quieten();
        long lines = options.inputFile().count();
        try (Lifetime lifetime = Lifetime.begin(PATIENCE)) {
            out.println("Starting the engines …");
            try (DemoEngines engines = DemoEngines.start(options.sinks);
                    Road road = new Road(engines.dynamoEndpoint(), engines.kafkaServers());
                    Followers followers = new Followers(road, engines, options.sinks)) {
                DemoReport report = run(road, followers, lines, lifetime);
                if (report == null) {
                    return ExitCode.SOFTWARE;
                }
                out.print(report.summary());
                write(report);
                keep(engines, lifetime);
                return exitCode(report);
            }
        }
    }

    /** The progress says what the workers log otherwise. */
    private static void quieten() {
        if (System.getenv("MILLRACE_LOG_LEVEL") == null
                && LoggerFactory.getLogger("dev.millrace") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    private @Nullable DemoReport run(Road road, Followers followers, long lines, Lifetime lifetime) {
        return road.prepare()
                .then(followers.prepare())
                .then(Mono.defer(() -> new Demo(road, followers.all(), options, out).run(lines, lifetime.stop())))
                .block();
    }

    private void write(DemoReport report) throws IOException {
        if (options.report != null) {
            report.writeTo(options.report);
        }
    }

    private void keep(DemoEngines engines, Lifetime lifetime) {
        if (options.keep) {
            out.printf(
                    "%nThe engines stay until Ctrl-C:%n  export DYNAMODB_ENDPOINT=%s KAFKA_BOOTSTRAP_SERVERS=%s%n"
                            + "  export MILLRACE_ENVIRONMENT=%s MILLRACE_APP=%s MILLRACE_MODULE=%s%n",
                    engines.dynamoEndpoint(),
                    engines.kafkaServers(),
                    Road.MODULE.environment(),
                    Road.MODULE.application(),
                    Road.MODULE.module());
            lifetime.stop().block();
        }
    }

    private int exitCode(DemoReport report) {
        if (!report.isClean()) {
            return ExitCode.SOFTWARE;
        }
        return report.rejected() > 0 && !options.skipInvalid ? ExitCode.USAGE : ExitCode.OK;
    }
}
