/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.rebuild.Rebuild;
import dev.millrace.rebuild.RebuildCounts;
import dev.millrace.rebuild.RebuildOptions;
import dev.millrace.sink.ChangeSink;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code millrace rebuild}: refills a read model from the command table. */
@Command(
        name = "rebuild",
        description = "Refills a read model from the command table, beside live traffic. A rebuild that was ended early"
                + " goes on where it was.")
final class RebuildCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ReadModelOptions model = new ReadModelOptions();

    @Mixin
    private PayloadOption payloads = new PayloadOption();

    @Option(
            names = {"--into", "--generation"},
            paramLabel = "N",
            description = "A generation of the read model, which must be there (default: the read model in place).")
    private @Nullable Integer generation;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rows of the command table in a second, at most (default: 1000).")
    private int rate;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts of the command table read side by side, 1 to 64 (default: 4).")
    private int segments;

    @Option(
            names = "--from-start",
            description = "Begin anew, for a read model that was emptied since an unfinished rebuild began.")
    private boolean fromStart;

    @Override
    public Integer call() {
        RebuildOptions options =
                RebuildOptions.defaults().withRowsPerSecond(rate).withSegments(segments);
        try (Lifetime lifetime = Lifetime.begin(GRACE);
                DynamoConnection connection = model.connect();
                ShownPayloads shown = shownPayloads()) {
            DynamoModule module = connection.module(model.module());
            return refill(sink -> run(module.rebuild(shown.to(sink)).withOptions(options), lifetime));
        }
    }

    private ShownPayloads shownPayloads() {
        return model.keepsPointers() ? ShownPayloads.asTheyCome() : payloads.open(model.module());
    }

    private int refill(ToIntFunction<ChangeSink> work) {
        if (generation == null) {
            return model.inPlace(work);
        }
        int number = generation;
        return model.generations(generations -> work.applyAsInt(generations.sink(number)));
    }

    private int run(Rebuild rebuild, Lifetime lifetime) {
        Mono<RebuildCounts> work = fromStart ? rebuild.begin() : rebuild.resume();
        return work.takeUntilOther(lifetime.stop())
                .map(this::tell)
                .switchIfEmpty(Mono.fromSupplier(this::tellUnfinished))
                .blockOptional()
                .orElse(1);
    }

    private int tell(RebuildCounts counts) {
        say("rebuilt: %,d rows read, %,d changes applied, %,d were there, %,d refused"
                .formatted(counts.rows(), counts.applied(), counts.stale(), counts.refused()));
        return counts.refused() == 0 ? 0 : 1;
    }

    private int tellUnfinished() {
        say("not finished: the same command goes on");
        return 1;
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
