/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.context.InvokeContext;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.item.InvalidValueException;
import dev.millrace.parking.SinkEntry.Action;
import dev.millrace.parking.SinkId;
import dev.millrace.parking.SinkOversight;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.sink.runner.kafka.SinkPositions;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code millrace position}: where a sink stands on its topic. */
@Command(
        name = "position",
        description =
                "Shows where a sink stands on its topic, sets it somewhere else, and tells what was done with it.")
final class PositionCommand {

    private static final Pattern OFFSET = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    @Spec
    private @Nullable CommandSpec spec;

    /** Which sink. */
    static final class SinkOption {

        @Option(names = "--sink", paramLabel = "NAME", required = true, description = "The sink, such as data-table.")
        private String name = "";

        SinkPositions positions(TargetOptions target, KafkaOption kafka) {
            return SinkPositions.of(kafka.servers(), target.module(), SinkName.of(name), KafkaRoadOptions.defaults());
        }

        SinkId id(TargetOptions target) {
            return new SinkId(target.module(), SinkName.of(name));
        }
    }

    @Command(name = "show", description = "Shows where the sink stands and how far it is behind.")
    int show(
            @Mixin TargetOptions target,
            @Mixin KafkaOption kafka,
            @Mixin SinkOption sink,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        print(sink.positions(target, kafka).read().blockOptional().orElse(List.of()), json);
        return 0;
    }

    @Command(
            name = "move",
            description = "Sets the sink somewhere else, while none of its runners is at work. Ahead, it never sees the"
                    + " changes between; back, it sees them again.")
    int move(
            @Mixin TargetOptions target,
            @Mixin KafkaOption kafka,
            @Mixin SinkOption sink,
            @Option(
                            names = "--to",
                            paramLabel = "POSITION",
                            required = true,
                            description = "beginning, end, a moment such as 2026-01-31T00:00:00Z, or PARTITION@OFFSET.")
                    String to,
            @Option(
                            names = "--by",
                            paramLabel = "NAME",
                            defaultValue = "${sys:user.name}",
                            description = "Who asks, for the record (default: the user of this machine).")
                    String by,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        Mono<List<PartitionPosition>> moved = moved(sink.positions(target, kafka), to);
        return as(by, target, oversight -> oversight
                .noted(sink.id(target), Action.MOVED, "to " + to, moved)
                .doOnNext(positions -> print(positions, json))
                .then());
    }

    @Command(name = "log", description = "Tells what was done with the sink as a whole, by whom and when.")
    int log(
            @Mixin TargetOptions target,
            @Mixin SinkOption sink,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        SinkEntryPrinter printer = new SinkEntryPrinter(this::say, json);
        return as("operator", target, oversight -> oversight
                .entries(sink.id(target))
                .doOnNext(printer::entry)
                .then());
    }

    /** Who holds the table's credentials may do anything; what is done under a name is written down. */
    private static int as(String name, TargetOptions target, Function<SinkOversight, Mono<Void>> work) {
        try (DynamoConnection connection = target.connect()) {
            work.apply(connection.module(target.module()).sinkOversight())
                    .contextWrite(
                            InvokeContext.of(name, "operator", "system_admin").asContext())
                    .block();
        }
        return 0;
    }

    private static Mono<List<PartitionPosition>> moved(SinkPositions positions, String to) {
        Matcher offset = OFFSET.matcher(to);
        if (to.equals("beginning")) {
            return positions.moveToBeginning();
        } else if (to.equals("end")) {
            return positions.moveToEnd();
        } else if (offset.matches()) {
            return positions.moveTo(Integer.parseInt(offset.group(1)), Long.parseLong(offset.group(2)));
        }
        return positions.moveTo(moment(to));
    }

    private static Instant moment(String to) {
        try {
            return Instant.parse(to);
        } catch (DateTimeParseException e) {
            throw new InvalidValueException("--to", to, "must be beginning, end, a moment or PARTITION@OFFSET");
        }
    }

    private void print(List<PartitionPosition> positions, boolean json) {
        String format = json
                ? "{\"partition\":%d,\"next\":%d,\"end\":%d,\"lag\":%d}"
                : "partition %d  next %,d  end %,d  lag %,d";
        positions.forEach(one -> say(format.formatted(one.partition(), one.next(), one.end(), one.lag())));
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
