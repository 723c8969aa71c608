/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static dev.millrace.bridge.ScriptedFixture.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.ScriptedStreamContract;
import dev.millrace.bridge.SourceProbe;
import dev.millrace.bridge.StreamSource;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.regions.Region;

/** The source over the Kinesis client on a scripted stream; its leases are on DynamoDB Local. */
class KclScriptedIT extends ScriptedStreamContract {

    private static final int SHARDS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    protected ScriptedFixture open() {
        return new Fixture();
    }

    @Test
    void sixty_four_shards_are_read_side_by_side_and_none_of_them_holds_a_thread() {
        try (Fixture stream = new Fixture()) {
            for (int number = 2; number <= SHARDS; number++) {
                stream.streams().open(shard(number));
                stream.write(number, 1, 1);
            }
            try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
                probe.awaitCount(SHARDS - 1);
                stream.streams().answerAfter(Duration.ofMillis(100));
                await().atMost(PATIENCE).until(() -> stream.streams().mostReadsAtOnce() == SHARDS);
                await().atMost(PATIENCE).until(() -> threadsHeld() <= 2);
                assertThat(probe.feeds()).hasSize(SHARDS);
            }
        }
    }

    /** The threads of the Kinesis client's pool for shards that do not wait for work. */
    private static long threadsHeld() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("ShardRecordProcessor"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .noneMatch(frame -> frame.getMethodName().equals("getTask")))
                .count();
    }

    private static final class Fixture extends ScriptedFixture {

        private final AmazonDynamoDBLocal engine = DynamoDBEmbedded.create(true);

        private final StreamSource source = new KclStreamSource(
                Mono.just(ARN),
                "bridge",
                engine.dynamoDbAsyncClient(),
                arn -> new StreamsClient(streams(), Region.US_EAST_1, arn),
                ScriptedFixture::change,
                KclOptions.local().withWorkerId("worker-1"));

        @Override
        public StreamSource source() {
            return source;
        }

        @Override
        public void close() {
            engine.shutdown();
        }
    }
}
