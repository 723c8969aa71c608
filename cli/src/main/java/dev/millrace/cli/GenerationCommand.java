/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.InvalidValueException;
import dev.millrace.rebuild.Comparison;
import dev.millrace.rebuild.ComparisonOptions;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.opensearch.IndexSettings;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace generation}: several tables or indexes of one read model, of which queries use one. */
@Command(
        name = "generation",
        description =
                "Looks after a read model that exists several times: fill another generation beside the one in use,"
                        + " compare the two, and switch over or back.")
final class GenerationCommand {

    private static final int SHOWN = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", description = "Shows the generations, and which of them queries use.")
    int list(@Mixin ReadModelOptions model) {
        return model.generations(generations -> {
            Set<Integer> used = Set.copyOf(
                    generations.inUse().flux().collectList().blockOptional().orElseThrow());
            generations
                    .existing()
                    .blockOptional()
                    .orElseThrow()
                    .forEach(number -> say("generation %d  sink %s%s"
                            .formatted(
                                    number, generations.sink(number).name(), used.contains(number) ? "  in use" : "")));
            return 0;
        });
    }

    @Command(name = "create", description = "Creates a generation's table or index; leaves alone one that is there.")
    int create(
            @Mixin ReadModelOptions model,
            @Mixin GenerationOption generation,
            @Option(
                            names = "--shards",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Shards of an index (default: 1).")
                    int shards,
            @Option(
                            names = "--replicas",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Further copies of each shard of an index (default: 1).")
                    int replicas) {
        IndexSettings settings = IndexSettings.defaults().withShards(shards).withReplicas(replicas);
        return model.generations(settings, generations -> {
            generations.create(generation.number()).block();
            say("generation %d is there; its sink is %s"
                    .formatted(
                            generation.number(),
                            generations.sink(generation.number()).name()));
            return 0;
        });
    }

    @Command(
            name = "compare",
            description = "Compares the versions of all items with those of the generation in use, or of another one."
                    + " What is on its way has time to arrive. Exits with 1 when something differs.")
    int compare(
            @Mixin ReadModelOptions model,
            @Mixin GenerationOption generation,
            @Option(
                            names = "--against",
                            paramLabel = "N",
                            description = "The generation to compare with (default: the one in use).")
                    @Nullable
                    Integer against,
            @Option(
                            names = "--patience",
                            paramLabel = "DURATION",
                            defaultValue = "PT30S",
                            description = "How long items may take to arrive (default: PT30S).")
                    Duration patience) {
        return model.generations(generations -> {
            int other = against == null ? used(generations) : against;
            ComparisonOptions options = ComparisonOptions.defaults();
            return Comparison.of(
                            generations, generation.number(), other, options.withPatience(patience, options.pause()))
                    .map(found -> tell(generation.number(), other, found))
                    .blockOptional()
                    .orElseThrow();
        });
    }

    private static int used(SinkGenerations generations) {
        return generations
                .inUse()
                .blockOptional()
                .orElseThrow(
                        () -> new InvalidValueException("--against", "", "is missing, and no generation is in use"));
    }

    private int tell(int one, int other, Comparison found) {
        say("generation %d: %s".formatted(one, found.one()));
        say("generation %d: %s".formatted(other, found.other()));
        if (found.isEqual()) {
            say("equal: each item is in both, in the same version");
            return 0;
        }
        found.tenants().entrySet().stream()
                .limit(SHOWN)
                .forEach(tenant -> say("tenant %s: %,d live and %,d deleted against %,d and %,d"
                        .formatted(
                                tenant.getKey(),
                                tenant.getValue().one().live(),
                                tenant.getValue().one().deleted(),
                                tenant.getValue().other().live(),
                                tenant.getValue().other().deleted())));
        found.differences().stream().limit(SHOWN).forEach(difference -> say(difference.toString()));
        say(
                found.isWhole()
                        ? "%,d items differ".formatted(found.differences().size())
                        : "more than %,d items differ; the rest was not compared"
                                .formatted(found.differences().size()));
        return 1;
    }

    @Command(
            name = "switch",
            description = "Lets queries use this generation instead of the one before, in one step, once its sink has"
                    + " passed what is on the topic now; the way back is the same. The first time, a table of"
                    + " PostgreSQL becomes generation 1 of a view of its name.")
    int use(
            @Mixin ReadModelOptions model,
            @Mixin KafkaOption kafka,
            @Mixin GenerationOption generation,
            @Option(
                            names = "--patience",
                            paramLabel = "DURATION",
                            defaultValue = "PT1M",
                            description = "How long its sink may take for that (default: PT1M).")
                    Duration patience,
            @Option(names = "--despite-lag", description = "Switch at once, however far behind it is.")
                    boolean despiteLag) {
        return model.generations(generations -> {
            if (!despiteLag) {
                awaitCaughtUp(
                        model, kafka, generations.sink(generation.number()).name(), patience);
            }
            generations.use(generation.number()).block();
            say("queries use generation %d".formatted(generation.number()));
            return 0;
        });
    }

    /** Through a road, which asks again and again by the same connection. */
    private static void awaitCaughtUp(ReadModelOptions model, KafkaOption kafka, SinkName sink, Duration patience) {
        try (KafkaRoad road = KafkaRoad.of(kafka.servers(), model.module(), sink, KafkaRoadOptions.defaults())) {
            new CaughtUp(road.positions(), patience).await().block();
        }
    }

    @Command(
            name = "drop",
            description = "Removes a generation that queries do not use, and how far its rebuild had come."
                    + " Stop its workers first.")
    int drop(@Mixin ReadModelOptions model, @Mixin GenerationOption generation) {
        return model.generations(generations -> {
            try (DynamoConnection connection = model.connect()) {
                // First the progress: half of a rebuild is worth nothing to a generation that is created anew.
                connection
                        .module(model.module())
                        .rebuild(generations.sink(generation.number()))
                        .forget()
                        .block();
            }
            generations.drop(generation.number()).block();
            say("generation %d is gone".formatted(generation.number()));
            return 0;
        });
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
