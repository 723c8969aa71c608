/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.InvalidValueException;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import dev.millrace.sink.runner.kafka.SinkPositions;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
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
@Command(name = "position", description = "Shows where a sink stands on its topic, and sets it somewhere else.")
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
    }

    @Command(name = "show", description = "Shows where the sink stands and how far it is behind.")
    int show(
            @Mixin TargetOptions target,
            @Mixin KafkaOption kafka,
            @Mixin SinkOption sink,
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        return print(sink.positions(target, kafka).read(), json);
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
            @Option(names = "--json", description = "One JSON object a line.") boolean json) {
        return print(moved(sink.positions(target, kafka), to), json);
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

    private int print(Mono<List<PartitionPosition>> found, boolean json) {
        String format = json
                ? "{\"partition\":%d,\"next\":%d,\"end\":%d,\"lag\":%d}"
                : "partition %d  next %,d  end %,d  lag %,d";
        List<PartitionPosition> positions = found.blockOptional().orElse(List.of());
        positions.forEach(one -> say(format.formatted(one.partition(), one.next(), one.end(), one.lag())));
        return 0;
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
        }
    }
}
