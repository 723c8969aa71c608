/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static dev.millrace.bridge.ScriptedFixture.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.testkit.streams.ScriptedStreams;
import dev.millrace.testkit.streams.StreamCall;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every source owes the bridge when a stream is difficult. */
@Timeout(120)
public abstract class ScriptedStreamContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ScriptedFixture stream;

    /** A stream of its own for each test. */
    protected abstract ScriptedFixture open();

    @BeforeEach
    void openStream() {
        stream = open();
    }

    @AfterEach
    void closeStream() {
        stream.close();
    }

    private ScriptedStreams streams() {
        return stream.streams();
    }

    @Test
    void both_children_of_a_split_are_read_after_their_parent() {
        stream.write(1, 2);
        streams().split(shard(1), shard(2), shard(3));
        stream.write(2, 10, 11);
        stream.write(3, 20, 21);
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitCount(7);
            assertThat(probe.history()).startsWith("1", "2", "end");
            assertThat(probe.byShard().values())
                    .containsExactlyInAnyOrder(List.of("1", "2", "end"), List.of("10", "11"), List.of("20", "21"));
        }
    }

    @Test
    void a_child_that_the_stream_shows_late_is_found() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 4);
        streams().hide(shard(2));
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            await().atMost(PATIENCE).until(() -> streams().calls(StreamCall.DESCRIBE) > 1);
            streams().reveal(shard(2));
            probe.awaitHistory("1", "2", "end", "3", "4");
        }
    }

    @Test
    void an_expired_iterator_neither_loses_nor_repeats_a_record() {
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            stream.write(1, 3);
            probe.awaitHistory("1", "2", "3");
            streams().expireIterators();
            stream.write(4, 6);
            probe.awaitHistory("1", "2", "3", "4", "5", "6");
        }
    }

    @Test
    void throttling_delays_and_loses_nothing() {
        streams().throttle(StreamCall.READ, 3);
        streams().throttle(StreamCall.ITERATOR, 1);
        stream.write(1, 3);
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitHistory("1", "2", "3");
        }
    }

    @Test
    void empty_pages_are_not_the_end() {
        stream.write(1, 2);
        stream.roll();
        streams().answerEmpty(shard(1), 3);
        stream.write(3, 4);
        streams().answerEmpty(shard(2), 15);
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitHistory("1", "2", "end", "3", "4");
        }
    }

    @Test
    void records_that_are_gone_are_told_of_before_those_that_are_left() {
        stream.write(1, 5);
        StreamSource source = stream.source();
        try (SourceProbe first = SourceProbe.reading(source)) {
            first.awaitHistory("1", "2");
            ShardFeed feed = first.awaitFeed(1);
            feed.checkpointer().save(first.places(feed).get(1)).block(PATIENCE);
        }
        streams().trim(shard(1), 4);
        for (int attempt = 1; attempt <= 2; attempt++) {
            try (SourceProbe later = SourceProbe.reading(source)) {
                later.awaitHistory("lost", "5");
            }
        }
    }

    @Test
    void a_shard_that_vanishes_before_its_end_has_lost_records_before_that() {
        stream.write(1, 2);
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitHistory("1", "2");
            streams().drop(shard(1));
            probe.awaitHistory("1", "2", "lost", "end");
        }
    }

    @Test
    void a_backlog_of_many_pages_arrives_whole_and_in_order() {
        stream.write(1, 3500);
        try (SourceProbe probe = SourceProbe.reading(stream.source())) {
            probe.awaitCount(3500);
            assertThat(probe.history()).isEqualTo(versions(1, 3500));
        }
    }

    private static List<String> versions(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
