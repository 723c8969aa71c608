/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

class ScriptedStreamsTest {

    private static final String ARN = "arn";

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);

    @Test
    void a_shard_is_read_in_order_page_by_page_and_has_no_next_place_at_its_end() {
        streams.open("a");
        insert("a", 1, 2, 3);
        streams.end("a");

        GetRecordsResponse first = read(oldest("a"), 2);
        GetRecordsResponse second = read(first.nextShardIterator(), 2);
        assertThat(values(first)).containsExactly("1", "2");
        assertThat(values(second)).containsExactly("3");
        assertThat(second.nextShardIterator()).isNull();
    }

    @Test
    void a_record_names_the_key_of_its_row_beside_the_whole_image() {
        streams.open("a");
        Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s"));
        Map<String, AttributeValue> image = new HashMap<>(key);
        image.put("v", AttributeValue.fromN("1"));

        streams.insert("a", image);

        StreamRecord record = read(oldest("a"), 1).records().get(0).dynamodb();
        assertThat(record.keys()).isEqualTo(key);
        assertThat(record.newImage()).isEqualTo(image);
    }

    @Test
    void an_open_shard_always_has_a_next_place() {
        streams.open("a");
        GetRecordsResponse nothing = read(oldest("a"), 10);
        insert("a", 1);
        assertThat(values(nothing)).isEmpty();
        assertThat(values(read(nothing.nextShardIterator(), 10))).containsExactly("1");
    }

    @Test
    void children_name_their_parent_and_descriptions_come_in_pages() {
        streams.open("a");
        streams.split("a", "b", "c");
        streams.hide("b");
        streams.describeAtOnce(1);
        var first =
                streams.describeStream(stream -> stream.streamArn(ARN)).join().streamDescription();
        var second = streams.describeStream(
                        stream -> stream.streamArn(ARN).exclusiveStartShardId(first.lastEvaluatedShardId()))
                .join()
                .streamDescription();
        assertThat(first.shards()).extracting(Shard::shardId).containsExactly("a");
        assertThat(first.shards().get(0).sequenceNumberRange().endingSequenceNumber())
                .isNotNull();
        assertThat(second.shards()).extracting(Shard::parentShardId).containsExactly("a");
        assertThat(second.lastEvaluatedShardId()).isNull();
    }

    @Test
    void failures_come_as_often_as_scripted() {
        streams.open("a");
        String oldest = oldest("a");
        streams.throttle(StreamCall.READ, 1);
        assertThatThrownBy(() -> read(oldest, 1)).hasCauseInstanceOf(LimitExceededException.class);
        assertThat(values(read(oldest, 1))).isEmpty();
        assertThat(streams.calls(StreamCall.READ)).isEqualTo(2);
    }

    @Test
    void what_is_expired_trimmed_or_gone_says_so() {
        streams.open("a");
        insert("a", 1, 2);
        String oldest = oldest("a");
        streams.trim("a", 1);
        assertThatThrownBy(() -> read(oldest, 1)).hasCauseInstanceOf(TrimmedDataAccessException.class);
        streams.expireIterators();
        assertThatThrownBy(() -> read(oldest, 1)).hasCauseInstanceOf(ExpiredIteratorException.class);
        streams.drop("a");
        assertThatThrownBy(() -> oldest("a")).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void answers_take_as_long_as_they_are_told_to_in_virtual_time_too() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            streams.answerAfter(Duration.ofHours(1));
            var answer = streams.describeStream(stream -> stream.streamArn(ARN));
            time.advanceTimeBy(Duration.ofMinutes(59));
            assertThat(answer).isNotDone();
            time.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(answer).isCompleted();
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    private void insert(String shard, int... values) {
        for (int value : values) {
            streams.insert(shard, Map.of("v", AttributeValue.fromN(Integer.toString(value))));
        }
    }

    private String oldest(String shard) {
        return streams.getShardIterator(iterator ->
                        iterator.streamArn(ARN).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
    }

    private GetRecordsResponse read(String iterator, int limit) {
        return streams.getRecords(page -> page.shardIterator(iterator).limit(limit))
                .join();
    }

    private static List<String> values(GetRecordsResponse page) {
        return page.records().stream()
                .map(record -> record.dynamodb().newImage().get("v").n())
                .toList();
    }
}
