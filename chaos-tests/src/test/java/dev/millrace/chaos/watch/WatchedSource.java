/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.Checkpointer;
import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardFeed;
import dev.millrace.bridge.StreamRecord;
import dev.millrace.bridge.StreamSource;
import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Closed;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.Event.Read;
import dev.millrace.chaos.history.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A source whose shards are watched. */
public record WatchedSource(StreamSource source, Watch watch, Travelling travelling) implements StreamSource {

    @Override
    public Flux<ShardFeed> shards(Mono<?> stop) {
        return source.shards(stop).map(feed -> new Feed(feed).watched());
    }

    @Override
    public int maxShards() {
        return source.maxShards();
    }

    /** A shard as one worker reads it. Places are counted, since those of a stream only compare as the stream knows. */
    private final class Feed {

        private final ShardFeed feed;
        private final String shard;
        private final AtomicLong read = new AtomicLong();
        private final Map<SequenceNumber, Long> places = new ConcurrentHashMap<>();

        Feed(ShardFeed feed) {
            this.feed = feed;
            this.shard = feed.shard().text();
            places.put(SequenceNumber.SHARD_END, Event.SHARD_END);
        }

        ShardFeed watched() {
            watch.see(new Opened(watch.process(), shard));
            Flux<StreamRecord> records = feed.records()
                    .doOnSubscribe(subscription -> watch.passes(CrashPoint.BRIDGE_SHARD_OPENED))
                    .doOnNext(this::note)
                    .doFinally(signal -> watch.see(new Closed(watch.process(), shard)));
            return new ShardFeed(feed.shard(), watch.before(CrashPoint.BRIDGE_RECORD_READ, records), checkpointer());
        }

        private Checkpointer checkpointer() {
            return new Checkpointer() {

                @Override
                public Mono<Void> save(SequenceNumber upTo) {
                    return Feed.this.save(upTo);
                }

                @Override
                public Mono<Void> note(Instant carriedUpTo) {
                    return feed.checkpointer().note(carriedUpTo);
                }
            };
        }

        private void note(StreamRecord record) {
            if (!record.isPlace()) {
                return;
            }
            long place = read.incrementAndGet();
            places.putIfAbsent(record.at(), place);
            if (record instanceof StreamRecord.Changed changed) {
                Fact fact = Fact.of(changed.change());
                travelling.from(shard, fact);
                watch.see(new Read(watch.process(), shard, place, fact));
            }
        }

        private Mono<Void> save(SequenceNumber upTo) {
            return watch.behind(CrashPoint.BRIDGE_BEFORE_CHECKPOINT, () -> {
                Duration begun = watch.clock().get();
                long place = requireNonNull(places.get(upTo));
                Mono<Void> saving = feed.checkpointer()
                        .save(upTo)
                        .doOnSuccess(done -> watch.see(new Checkpointed(watch.process(), shard, place, begun)));
                return watch.before(CrashPoint.BRIDGE_CHECKPOINT_UNHEARD, saving);
            });
        }
    }
}
