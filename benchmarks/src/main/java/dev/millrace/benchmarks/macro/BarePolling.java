/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.testkit.streams.ScriptedStreams;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Reads shards of a scripted stream with nothing but a timer between one page and the next, and throws the pages away. */
final class BarePolling implements Disposable {

    private static final int PAGE = 1_000;

    private final ScriptedStreams streams;
    private final Duration pause;
    private volatile boolean disposed;

    private BarePolling(ScriptedStreams streams, Duration pause) {
        this.streams = streams;
        this.pause = pause;
    }

    /** Begins to read so many shards at once, each again so long after its page has come. */
    static Disposable start(ScriptedShards stream, int shards, Duration pause) {
        BarePolling polling = new BarePolling(stream.streams(), pause);
        for (int shard = 0; shard < shards; shard++) {
            polling.begin(ScriptedShards.shard(shard));
        }
        return polling;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the scripted client does not fail
    private void begin(String shard) {
        streams.getShardIterator(oldest -> oldest.streamArn(ScriptedShards.ARN)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .thenAccept(found -> read(found.shardIterator()));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void read(String iterator) {
        CompletableFuture<GetRecordsResponse> page =
                streams.getRecords(next -> next.shardIterator(iterator).limit(PAGE));
        page.thenAccept(this::readAgain);
    }

    private void readAgain(GetRecordsResponse page) {
        if (!disposed) {
            Schedulers.parallel()
                    .schedule(() -> read(page.nextShardIterator()), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void dispose() {
        disposed = true;
    }
}
