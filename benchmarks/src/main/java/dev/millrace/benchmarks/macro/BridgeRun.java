/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.bridge.BridgeOptions;
import dev.millrace.bridge.ChangePublisherFactory;
import dev.millrace.bridge.CommandTable;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamBridge;
import dev.millrace.bridge.StreamSource;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A bridge that runs until so many changes are published. */
final class BridgeRun {

    private BridgeRun() {}

    /**
     * Carries so many changes from a source that holds as many, and stops in order. Returns the nanoseconds between the
     * first acknowledgement and the last.
     */
    static long carry(StreamSource source, ChangePublisherFactory publishers, long changes) {
        Sinks.Empty<Void> done = Sinks.empty();
        AtomicLong left = new AtomicLong(changes);
        FirstToLast time = new FirstToLast();
        bridge(source, publishers, change -> {
                    time.acknowledged();
                    if (left.decrementAndGet() == 0) {
                        done.tryEmitEmpty();
                    }
                })
                .runUntil(done.asMono())
                .block();
        return time.nanos();
    }

    /** Runs a bridge until it is disposed of; tells of each change that is published. */
    static Disposable start(StreamSource source, ChangePublisherFactory publishers, Consumer<ChangeRecord> published) {
        return bridge(source, publishers, published).runUntil(Mono.never()).subscribe();
    }

    private static StreamBridge bridge(
            StreamSource source, ChangePublisherFactory publishers, Consumer<ChangeRecord> published) {
        BridgeListener counting = new BridgeListener() {
            @Override
            public void changePublished(ShardId shard, ChangeRecord change) {
                published.accept(change);
            }
        };
        return StreamBridge.of(source, publishers, new EmptyTable(), BridgeOptions.defaults(), counting);
    }

    /** A scripted stream has no table; and it misses nothing that one could hold. */
    private static final class EmptyTable implements CommandTable {

        @Override
        public Mono<ChangeRecord> get(ItemKey key, Version version) {
            return Mono.empty();
        }

        @Override
        public Flux<ChangeRecord> recordedSince(Instant since, int part, Duration pause) {
            return Flux.empty();
        }
    }
}
