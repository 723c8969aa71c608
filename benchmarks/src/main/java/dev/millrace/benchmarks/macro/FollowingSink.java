/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.change.ChangeRecord;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.runner.Position;
import dev.millrace.sink.runner.SinkListener;
import dev.millrace.sink.runner.SinkRunner;
import dev.millrace.sink.runner.kafka.KafkaRoad;
import dev.millrace.sink.runner.kafka.KafkaRoadOptions;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A sink that follows a topic, with a runner of its own. */
final class FollowingSink implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaRoad road;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final Mono<Void> run;

    private FollowingSink(KafkaRoad road, SinkRunner runner) {
        this.road = road;
        this.run = runner.runUntil(stop.asMono()).cache();
    }

    /** Begins to follow; tells of every change that the sink holds, as soon as it does. */
    static FollowingSink start(Topic topic, ChangeSink sink, Consumer<ChangeRecord> held) {
        KafkaRoad road =
                KafkaRoad.of(topic.bootstrapServers(), topic.module(), sink.name(), KafkaRoadOptions.defaults());
        SinkRunner runner =
                SinkRunner.of(sink, road.source(), road.deadLetters()).withListener(new Holding(held));
        FollowingSink following = new FollowingSink(road, runner);
        following.run.subscribe(done -> {}, failed -> {}); // close() fails with it
        return following;
    }

    @Override
    public void close() {
        stop.tryEmitEmpty();
        try {
            run.block(PATIENCE);
        } finally {
            road.close();
        }
    }

    private record Holding(Consumer<ChangeRecord> held) implements SinkListener {

        @Override
        public void applied(ChangeRecord change, Position position) {
            held.accept(change);
        }

        @Override
        public void stale(ChangeRecord change, Position position) {
            held.accept(change);
        }
    }
}
