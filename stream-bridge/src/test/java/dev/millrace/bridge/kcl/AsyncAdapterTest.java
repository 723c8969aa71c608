/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static dev.millrace.bridge.ScriptedFixture.ARN;
import static dev.millrace.bridge.ScriptedFixture.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.streamsadapter.exceptions.UnableToReadMoreRecordsException;
import dev.millrace.testkit.streams.ScriptedStreams;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@Timeout(60)
class AsyncAdapterTest {

    private static final Logger log = LoggerFactory.getLogger(AsyncAdapterTest.class);

    private static final int SHARDS = 64;
    private static final Duration ROUND_TRIP = Duration.ofMillis(100);

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);
    private final AsyncAdapter adapter =
            new AsyncAdapter(streams, Region.US_EAST_1, new LocalArns(Region.US_EAST_1.id()));

    @Test
    void all_shards_are_read_at_once_without_a_thread_for_each() {
        List<GetRecordsRequest> reads = IntStream.rangeClosed(1, SHARDS)
                .mapToObj(number -> {
                    streams.open(shard(number));
                    return read(iterator(shard(number)));
                })
                .toList();
        streams.answerAfter(ROUND_TRIP);
        int threads = Thread.activeCount();
        long begin = System.nanoTime();

        CompletableFuture<?>[] answers =
                reads.stream().map(adapter::getDynamoDBStreamsRecords).toArray(CompletableFuture[]::new);
        int threadsWhileReading = Thread.activeCount();
        CompletableFuture.allOf(answers).join();

        log.info("{} shards read in {} ms", SHARDS, (System.nanoTime() - begin) / 1_000_000);
        assertThat(streams.mostReadsAtOnce()).isEqualTo(SHARDS);
        assertThat(threadsWhileReading - threads).as("further threads").isLessThan(SHARDS / 4);
    }

    @Test
    void a_stream_that_throttles_is_described_in_the_end() throws Exception {
        streams.open(shard(1));
        streams.throttle(StreamCall.DESCRIBE, 2);
        assertThat(adapter.describeStream(describe()).get().streamDescription().shards())
                .hasSize(1);
        assertThat(streams.calls(StreamCall.DESCRIBE)).isEqualTo(3);
    }

    @Test
    void a_stream_that_is_gone_says_so_at_once() {
        var other = DescribeStreamRequest.builder().streamName(ARN + "1").build();
        assertThatThrownBy(() -> adapter.describeStream(other).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThat(streams.calls(StreamCall.DESCRIBE)).isEqualTo(1);
    }

    @Test
    void failures_are_told_in_terms_that_the_kinesis_client_knows() {
        streams.open(shard(1));
        GetRecordsRequest read = read(iterator(shard(1)));
        streams.throttle(StreamCall.READ, 1);
        assertThatThrownBy(() -> adapter.getDynamoDBStreamsRecords(read).get())
                .hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        streams.expireIterators();
        assertThatThrownBy(() -> adapter.getDynamoDBStreamsRecords(read).get())
                .hasCauseInstanceOf(ExpiredIteratorException.class);
    }

    @Test
    void a_shard_that_is_gone_is_never_taken_for_one_that_has_ended() {
        streams.open(shard(1));
        GetRecordsRequest read = read(iterator(shard(1)));
        streams.drop(shard(1));
        assertThatThrownBy(() -> adapter.getDynamoDBStreamsRecords(read).get())
                .hasCauseInstanceOf(UnableToReadMoreRecordsException.class);
        assertThatThrownBy(() -> adapter.getShardIterator(oldest(shard(1))).get())
                .hasCauseInstanceOf(UnableToReadMoreRecordsException.class);
    }

    private static DescribeStreamRequest describe() {
        return DescribeStreamRequest.builder().streamName(ARN).build();
    }

    private String iterator(String shard) {
        return adapter.getShardIterator(oldest(shard)).join().shardIterator();
    }

    private static GetShardIteratorRequest oldest(String shard) {
        return GetShardIteratorRequest.builder()
                .streamName(ARN)
                .shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                .build();
    }

    private static GetRecordsRequest read(String iterator) {
        return GetRecordsRequest.builder().shardIterator(iterator).build();
    }
}
