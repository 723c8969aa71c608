/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Subscribes to a source as the bridge does, and remembers what came. */
public final class SourceProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ShardFeed> feeds = new CopyOnWriteArrayList<>();
    private final List<Note> notes = new CopyOnWriteArrayList<>();
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Disposable running;

    private SourceProbe(StreamSource source, Function<Flux<Note>, Publisher<?>> carry) {
        this.running = source.shards(stop.asMono())
                .doOnNext(feeds::add)
                .flatMap(
                        feed -> carry.apply(feed.records()
                                .map(record -> new Note(feed, record))
                                .doOnNext(this::remember)),
                        source.maxShards())
                .subscribe(any -> {}, done::completeExceptionally, () -> done.complete(null));
    }

    /** Takes feeds and reads none of them. */
    public static SourceProbe holding(StreamSource source) {
        return new SourceProbe(source, notes -> Mono.never());
    }

    /** Reads all feeds and saves nothing. */
    public static SourceProbe reading(StreamSource source) {
        return new SourceProbe(source, notes -> notes);
    }

    /** Reads all feeds and saves every place, one by one. */
    public static SourceProbe carrying(StreamSource source) {
        return new SourceProbe(source, notes -> notes.concatMap(Note::save, 1));
    }

    private void remember(Note note) {
        if (!(note.record instanceof StreamRecord.CaughtUp)) {
            notes.add(note);
        }
    }

    private record Note(ShardFeed feed, StreamRecord record) {

        Mono<Void> save() {
            return record.isPlace() ? feed.checkpointer().save(record.at()) : Mono.empty();
        }

        String text() {
            if (record instanceof StreamRecord.Changed changed) {
                return Long.toString(changed.change().version().value());
            }
            if (record instanceof StreamRecord.Trimmed) {
                return "lost";
            }
            return record.at().equals(SequenceNumber.SHARD_END) ? "end" : "mark";
        }
    }

    /** The places of a feed's records that came, in order. */
    public List<SequenceNumber> places(ShardFeed feed) {
        return notes.stream()
                .filter(note -> note.feed.equals(feed))
                .map(note -> note.record.at())
                .toList();
    }

    /** What came of each shard, in order. */
    public Map<String, List<String>> byShard() {
        return notes.stream().collect(groupingBy(note -> note.feed.shard().text(), mapping(Note::text, toList())));
    }

    /** The versions that came, in order, with {@code end} where a shard did. */
    public List<String> history() {
        return notes.stream().map(Note::text).toList();
    }

    public void awaitHistory(String... expected) {
        awaitCount(expected.length);
        assertThat(history()).startsWith(expected);
    }

    public void awaitCount(int count) {
        awaitOrFailure(() -> notes.size() >= count);
        assertThat(notes).hasSizeGreaterThanOrEqualTo(count);
    }

    public ShardFeed awaitFeed(int number) {
        awaitOrFailure(() -> feeds.size() >= number);
        return feeds.get(number - 1);
    }

    private void awaitOrFailure(BooleanSupplier progress) {
        await().atMost(PATIENCE).until(() -> progress.getAsBoolean() || done.isCompletedExceptionally());
        if (!progress.getAsBoolean()) {
            done.join();
        }
    }

    public List<ShardFeed> feeds() {
        return List.copyOf(feeds);
    }

    public void stop() {
        stop.tryEmitEmpty();
    }

    public boolean isDone() {
        return done.isDone();
    }

    public boolean isDoneWithin(Duration patience) {
        try {
            await().atMost(patience).until(done::isDone);
            return true;
        } catch (ConditionTimeoutException tooLate) {
            return false;
        }
    }

    public void awaitDone() {
        assertThat(done).succeedsWithin(PATIENCE);
    }

    public Throwable awaitFailure() {
        return assertThat(done)
                .failsWithin(PATIENCE)
                .withThrowableOfType(Exception.class)
                .actual()
                .getCause();
    }

    public void cancel() {
        running.dispose();
    }

    @Override
    public void close() {
        running.dispose();
    }
}
