/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.streams;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * A client of DynamoDB Streams without DynamoDB: one stream, whose shards do what the test says. Safe for concurrent use.
 *
 * <p>Answers take no time, or the latency that was set. That and the time of the records are of Reactor's parallel
 * scheduler, so that they follow virtual time. Closing it does nothing, so that it outlives its users.
 */
public final class ScriptedStreams implements DynamoDbStreamsAsyncClient {

    private static final int MOST_RECORDS = 1000;
    private static final int MOST_SHARDS = 100;
    private static final Set<String> KEY = Set.of("pk", "sk");

    private final String streamArn;
    private final Map<String, ScriptedShard> shards = new LinkedHashMap<>();
    private final ScriptedFailures failures = new ScriptedFailures();
    private final AtomicInteger readsUnderWay = new AtomicInteger();
    private final AtomicInteger mostReadsAtOnce = new AtomicInteger();

    private Duration latency = Duration.ZERO;
    private int shardsPerPage = MOST_SHARDS;
    private int generation;
    private long lastNumber;

    private ScriptedStreams(String streamArn) {
        this.streamArn = streamArn;
    }

    /** Returns a stream of that name without any shard. */
    public static ScriptedStreams of(String streamArn) {
        return new ScriptedStreams(requireNonNull(streamArn, "streamArn"));
    }

    /** Opens a shard without a parent. */
    public void open(String shard) {
        open(shard, null);
    }

    /** Opens a child of a shard. */
    public synchronized void open(String shard, @Nullable String parent) {
        shards.put(shard, new ScriptedShard(shard, parent, nextNumber()));
    }

    /** Adds the insertion of a row with that image, its key {@code pk} and {@code sk}, and returns its sequence number. */
    public synchronized String insert(String shard, Map<String, AttributeValue> image) {
        String number = nextNumber();
        shard(shard)
                .add(Record.builder()
                        .eventName(OperationType.INSERT)
                        .dynamodb(row -> row.approximateCreationDateTime(now())
                                .sequenceNumber(number)
                                .sizeBytes(100L)
                                .keys(keys(image))
                                .newImage(image))
                        .build());
        return number;
    }

    private static Map<String, AttributeValue> keys(Map<String, AttributeValue> image) {
        Map<String, AttributeValue> keys = new HashMap<>(image);
        keys.keySet().retainAll(KEY);
        return keys;
    }

    /** Ends a shard: what it holds can still be read. */
    public synchronized void end(String shard) {
        shard(shard).end(nextNumber());
    }

    /** Ends a shard and opens its only child. */
    public synchronized void roll(String shard, String child) {
        end(shard);
        open(child, shard);
    }

    /** Ends a shard and opens its two children. */
    public synchronized void split(String shard, String left, String right) {
        roll(shard, left);
        open(right, shard);
    }

    /** Ends two shards and opens a child that names the left one as its parent, since it can name one only. */
    public synchronized void merge(String left, String right, String child) {
        end(right);
        roll(left, child);
    }

    /** Leaves a shard out of descriptions, as a stream does that has not caught up with itself. */
    public synchronized void hide(String shard) {
        shard(shard).hidden = true;
    }

    /** Lists a hidden shard again. */
    public synchronized void reveal(String shard) {
        shard(shard).hidden = false;
    }

    /** Forgets the oldest records of a shard. */
    public synchronized void trim(String shard, int records) {
        shard(shard).trim(records);
    }

    /** Forgets a shard altogether. */
    public synchronized void drop(String shard) {
        shards.remove(shard);
    }

    /** Makes all iterators unusable that were handed out until now. */
    public synchronized void expireIterators() {
        generation++;
    }

    /** Answers the next reads of a shard with empty pages, whatever it holds. */
    public synchronized void answerEmpty(String shard, int pages) {
        shard(shard).emptyPages = pages;
    }

    /** Lets the next calls of a kind fail. */
    public void fail(StreamCall call, int times, Supplier<? extends Throwable> failure) {
        failures.script(call, times, failure);
    }

    /** Lets the next calls of a kind fail because there are too many. */
    public void throttle(StreamCall call, int times) {
        fail(call, times, ScriptedFailures::throttled);
    }

    /** Lets each answer take so long. */
    public synchronized void answerAfter(Duration newLatency) {
        latency = requireNonNull(newLatency, "newLatency");
    }

    /** Lets a description name so many shards at once, at most. */
    public synchronized void describeAtOnce(int newShardsPerPage) {
        shardsPerPage = newShardsPerPage;
    }

    /** How many calls of a kind there were, failed ones included. */
    public int calls(StreamCall call) {
        return failures.calls(call);
    }

    /** How often a shard was read. */
    public synchronized int reads(String shard) {
        return shard(shard).reads;
    }

    /** How many reads were under way at once, at most. */
    public int mostReadsAtOnce() {
        return mostReadsAtOnce.get();
    }

    @Override
    public CompletableFuture<DescribeStreamResponse> describeStream(DescribeStreamRequest request) {
        return answer(StreamCall.DESCRIBE, () -> describe(request));
    }

    @Override
    public CompletableFuture<GetShardIteratorResponse> getShardIterator(GetShardIteratorRequest request) {
        return answer(StreamCall.ITERATOR, () -> iterator(request));
    }

    @Override
    public CompletableFuture<GetRecordsResponse> getRecords(GetRecordsRequest request) {
        mostReadsAtOnce.accumulateAndGet(readsUnderWay.incrementAndGet(), Math::max);
        return answer(StreamCall.READ, () -> read(request))
                .whenComplete((page, failure) -> readsUnderWay.decrementAndGet());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }

    private <T> CompletableFuture<T> answer(StreamCall call, Supplier<T> answer) {
        Mono<T> now = Mono.fromSupplier(() -> {
            failures.throwIfScripted(call);
            return answer.get();
        });
        Mono<T> later = latency().isZero() ? now : Mono.delay(latency()).then(now);
        return later.toFuture();
    }

    private synchronized Duration latency() {
        return latency;
    }

    private synchronized DescribeStreamResponse describe(DescribeStreamRequest request) {
        requireStream(request.streamArn());
        List<Shard> listed = shards.values().stream()
                .filter(shard -> !shard.hidden)
                .filter(shard -> request.shardFilter() == null
                        || request.shardFilter().shardId().equals(shard.parent()))
                .map(ScriptedShard::describe)
                .toList();
        int from = request.exclusiveStartShardId() == null
                ? 0
                : 1 + listed.stream().map(Shard::shardId).toList().indexOf(request.exclusiveStartShardId());
        List<Shard> page = listed.subList(from, Math.min(listed.size(), from + shardsPerPage));
        boolean more = from + page.size() < listed.size();
        return DescribeStreamResponse.builder()
                .streamDescription(stream -> stream.streamArn(streamArn)
                        .streamStatus(StreamStatus.ENABLED)
                        .shards(page)
                        .lastEvaluatedShardId(more ? page.get(page.size() - 1).shardId() : null))
                .build();
    }

    private synchronized GetShardIteratorResponse iterator(GetShardIteratorRequest request) {
        requireStream(request.streamArn());
        ScriptedShard shard = shard(request.shardId());
        int index =
                switch (request.shardIteratorType()) {
                    case TRIM_HORIZON -> shard.oldest();
                    case LATEST -> shard.newest();
                    case AT_SEQUENCE_NUMBER -> shard.at(request.sequenceNumber());
                    default -> shard.after(request.sequenceNumber());
                };
        if (shard.isTrimmedAt(index)) {
            throw ScriptedFailures.trimmed();
        }
        return GetShardIteratorResponse.builder()
                .shardIterator(position(request.shardId(), index))
                .build();
    }

    private synchronized GetRecordsResponse read(GetRecordsRequest request) {
        Iterator<String> position =
                List.of(request.shardIterator().split("[|]")).iterator();
        String id = position.next();
        int from = Integer.parseInt(position.next());
        if (Integer.parseInt(position.next()) != generation) {
            throw ScriptedFailures.expired();
        }
        ScriptedShard shard = shard(id);
        shard.reads++;
        if (shard.isTrimmedAt(from)) {
            throw ScriptedFailures.trimmed();
        }
        List<Record> page = shard.page(from, request.limit() == null ? MOST_RECORDS : request.limit());
        int next = from + page.size();
        return GetRecordsResponse.builder()
                .records(page)
                .nextShardIterator(shard.isOverAt(next) ? null : position(id, next))
                .build();
    }

    private String position(String shard, int index) {
        return "%s|%d|%d".formatted(shard, index, generation);
    }

    private void requireStream(String arn) {
        if (!streamArn.equals(arn)) {
            throw ScriptedFailures.notFound();
        }
    }

    private synchronized ScriptedShard shard(String id) {
        ScriptedShard shard = shards.get(id);
        if (shard == null) {
            throw ScriptedFailures.notFound();
        }
        return shard;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
    }

    private String nextNumber() {
        return "%021d".formatted(++lastNumber);
    }
}
