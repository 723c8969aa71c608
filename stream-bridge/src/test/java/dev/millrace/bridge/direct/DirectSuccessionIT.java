/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.StoreUnavailableException;
import dev.millrace.bridge.EmbeddedFixture;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.SourceProbe;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.streams.StreamReader;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What the direct source keeps beside its places, in its table on DynamoDB Local, and a table that gets another stream. */
@Timeout(60)
class DirectSuccessionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void a_stream_that_takes_the_place_of_another_is_followed_and_owes_what_was_recorded_in_between() {
        try (Fixture stream = new Fixture()) {
            stream.write(1, 2);
            try (SourceProbe first = SourceProbe.carrying(stream.source())) {
                first.awaitHistory("1", "2");
                first.awaitFeed(1).checkpointer().note(Instant.now()).block(PATIENCE);
                stream.replace();
                assertThat(first.awaitFailure()).isInstanceOf(StoreUnavailableException.class);
            }
            stream.write(4, 5);
            for (int attempt = 1; attempt <= 2; attempt++) {
                try (SourceProbe unsettled = SourceProbe.reading(stream.source())) {
                    unsettled.awaitHistory("lost", "4", "5");
                }
            }
            try (SourceProbe settling = SourceProbe.carrying(stream.source())) {
                settling.awaitHistory("lost", "4", "5");
                settling.awaitFeed(1).checkpointer().note(Instant.now()).block(PATIENCE);
            }
            stream.write(6, 6);
            try (SourceProbe settled = SourceProbe.carrying(stream.source())) {
                settled.awaitHistory("6");
            }
        }
    }

    @Test
    void how_far_a_repair_has_come_is_kept_for_the_next_worker() {
        try (Fixture stream = new Fixture()) {
            stream.write(1, 1);
            try (SourceProbe first = SourceProbe.carrying(stream.source())) {
                first.awaitHistory("1");
                ShardFeed feed = first.awaitFeed(1);
                assertThat(feed.checkpointer().repairedUpTo().blockOptional(PATIENCE))
                        .isEmpty();
                feed.checkpointer().noteRepair(SequenceNumber.of("half")).block(PATIENCE);
            }
            stream.write(2, 2);
            try (SourceProbe second = SourceProbe.carrying(stream.source())) {
                second.awaitHistory("2");
                assertThat(second.awaitFeed(1).checkpointer().repairedUpTo().block(PATIENCE))
                        .isEqualTo(SequenceNumber.of("half"));
            }
        }
    }

    private static final class Fixture extends EmbeddedFixture {

        private final Mono<String> current = Mono.fromFuture(
                        () -> client().describeTable(table -> table.tableName(TABLE)))
                .map(found -> found.table().latestStreamArn());

        @Override
        public StreamSource source() {
            return new DirectStreamSource(
                    current, this::run, DirectOptions.local().withWorkerId("worker-1"));
        }

        private DirectRun run(String arn) {
            return new DirectRun(
                    StreamReader.of(
                            streams(),
                            arn,
                            DirectOptions.local().reading(),
                            ScriptedFixture::change,
                            Schedulers.parallel()),
                    new DynamoCheckpointStore(client(), "checkpoints", arn, Schedulers.parallel()),
                    DirectOptions.local().withWorkerId("worker-1"),
                    Schedulers.parallel());
        }

        /** Switches the stream off and, with a row written meanwhile, on again. */
        void replace() {
            client().updateTable(
                            table -> table.tableName(TABLE).streamSpecification(stream -> stream.streamEnabled(false)))
                    .join();
            write(3, 3);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                client().updateTable(
                                table -> table.tableName(TABLE).streamSpecification(stream -> stream.streamEnabled(true)
                                        .streamViewType(StreamViewType.NEW_IMAGE)))
                        .join();
                return true;
            });
        }
    }
}
