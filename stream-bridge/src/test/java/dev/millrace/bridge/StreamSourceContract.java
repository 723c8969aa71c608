/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What every source of a stream owes the bridge. */
@Timeout(120)
public abstract class StreamSourceContract {

    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Long enough for a source to do what it must not. */
    protected static final Duration WHILE = Duration.ofMillis(700);

    protected StreamFixture stream;

    /** A stream of its own for each test. */
    protected abstract StreamFixture open();

    @BeforeEach
    void openStream() {
        stream = open();
    }

    @AfterEach
    void closeStream() {
        stream.close();
    }

    @Test
    void records_come_in_order_from_the_oldest_on() {
        stream.write(1, 3);
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitHistory("1", "2", "3");
            stream.write(4, 5);
            probe.awaitHistory("1", "2", "3", "4", "5");
        }
    }

    @Test
    void a_later_worker_goes_on_after_the_last_place_saved() {
        stream.write(1, 5);
        try (SourceProbe first = SourceProbe.reading(stream.source())) {
            first.awaitHistory("1", "2", "3", "4", "5");
            ShardFeed feed = first.awaitFeed(1);
            feed.checkpointer().save(first.places(feed).get(2)).block(PATIENCE);
        }
        try (SourceProbe second = SourceProbe.carrying(stream.source())) {
            second.awaitHistory("4", "5");
        }
    }

    @Test
    void a_child_begins_only_after_all_of_its_parent_is_saved() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 4);
        try (SourceProbe probe = SourceProbe.reading(stream.source())) {
            probe.awaitHistory("1", "2", "end");
            ShardFeed parent = probe.awaitFeed(1);
            parent.checkpointer().save(probe.places(parent).get(0)).block(PATIENCE);
            await().during(WHILE).atMost(PATIENCE).until(() -> probe.history().size() == 3);

            parent.checkpointer().save(SequenceNumber.SHARD_END).block(PATIENCE);
            probe.awaitHistory("1", "2", "end", "3", "4");
        }
    }

    @Test
    void generations_of_shards_follow_each_other_while_the_worker_runs() {
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            stream.write(1, 2);
            stream.roll();
            stream.write(3, 3);
            probe.awaitHistory("1", "2", "end", "3");
            stream.roll();
            stream.write(4, 4);
            probe.awaitHistory("1", "2", "end", "3", "end", "4");
        }
    }

    @Test
    void a_shard_that_was_saved_to_its_end_is_not_read_again() {
        stream.write(1, 2);
        stream.roll();
        stream.write(3, 4);
        try (SourceProbe first = SourceProbe.carrying(stream.source())) {
            first.awaitHistory("1", "2", "end", "3", "4");
            first.stop();
            first.awaitDone();
        }
        stream.write(5, 5);
        try (SourceProbe second = SourceProbe.carrying(stream.source())) {
            second.awaitHistory("5");
        }
    }

    @Test
    void no_more_records_come_than_are_requested() {
        stream.write(1, 10);
        try (SourceProbe probe = SourceProbe.holding(stream.source())) {
            List<StreamRecord> taken = new CopyOnWriteArrayList<>();
            BaseSubscriber<StreamRecord> reluctant = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    request(3);
                }

                @Override
                protected void hookOnNext(StreamRecord record) {
                    taken.add(record);
                }
            };
            probe.awaitFeed(1).records().subscribe(reluctant);

            await().atMost(PATIENCE).until(() -> taken.size() >= 3);
            await().during(WHILE).atMost(PATIENCE).until(() -> taken.size() == 3);
            reluctant.request(2);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).hasSize(5));
            reluctant.cancel();
        }
    }

    @Test
    void a_stop_ends_the_feeds_and_waits_until_their_last_record_is_saved() {
        stream.write(1, 3);
        try (SourceProbe probe = SourceProbe.reading(stream.source())) {
            probe.awaitHistory("1", "2", "3");
            ShardFeed feed = probe.awaitFeed(1);
            probe.stop();
            await().during(WHILE).atMost(PATIENCE).until(() -> !probe.isDone());

            feed.checkpointer().save(probe.places(feed).get(2)).block(PATIENCE);
            probe.awaitDone();
        }
    }

    @Test
    void a_stop_without_anything_to_read_completes() {
        try (SourceProbe probe = SourceProbe.carrying(stream.source())) {
            probe.awaitFeed(1);
            probe.stop();
            probe.awaitDone();
        }
    }

    @Test
    void a_source_can_be_subscribed_to_again_after_it_was_cancelled() {
        stream.write(1, 2);
        StreamSource source = stream.source();
        try (SourceProbe first = SourceProbe.carrying(source)) {
            first.awaitHistory("1", "2");
        }
        stream.write(3, 3);
        try (SourceProbe second = SourceProbe.carrying(source)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.history()).endsWith("3"));
        }
    }
}
