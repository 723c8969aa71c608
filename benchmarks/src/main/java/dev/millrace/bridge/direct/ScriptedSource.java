/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamSource;
import dev.millrace.bridge.streams.ShardNote;
import dev.millrace.bridge.streams.StreamReader;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.testkit.streams.ScriptedStreams;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes direct sources on a scripted stream that keep no checkpoints, so that each run begins at the beginning. */
public final class ScriptedSource {

    private ScriptedSource() {}

    /** Returns a source of the changes of the stream of that name. */
    public static StreamSource of(ScriptedStreams streams, String streamArn, DirectOptions options) {
        return new DirectStreamSource(
                Mono.just(streamArn),
                arn -> new DirectRun(
                        StreamReader.of(
                                streams, arn, options.reading(), CommandImages::toChange, Schedulers.parallel()),
                        new ForgetfulStore(),
                        options,
                        Schedulers.parallel()),
                options);
    }

    /** Takes every checkpoint and keeps none. */
    private static final class ForgetfulStore implements CheckpointStore {

        private static final long EPOCH = 1;

        @Override
        public Mono<Void> prepare() {
            return Mono.empty();
        }

        @Override
        public Mono<Tenure> tenure() {
            return Mono.just(Tenure.NONE);
        }

        @Override
        public Mono<Tenure> take(Tenure seen, String owner) {
            return Mono.just(new Tenure(owner, EPOCH, 0));
        }

        @Override
        public Mono<Boolean> beat(long epoch) {
            return Mono.just(true);
        }

        @Override
        public Mono<Void> release(long epoch) {
            return Mono.empty();
        }

        @Override
        public Mono<Map<ShardId, ShardRow>> shards() {
            return Mono.just(Map.of());
        }

        @Override
        public Mono<ShardRow> claim(ShardId shard, long epoch, ShardNote inherited) {
            return Mono.just(new ShardRow(Optional.empty(), inherited));
        }

        @Override
        public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> note(ShardId shard, long epoch, Instant carriedUpTo) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> noteRepair(ShardId shard, long epoch, SequenceNumber upTo) {
            return Mono.empty();
        }

        @Override
        public Mono<SequenceNumber> repairedUpTo(ShardId shard) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> forget(ShardId shard) {
            return Mono.empty();
        }

        @Override
        public Mono<ShardNote> owed() {
            return Mono.empty();
        }

        @Override
        public Mono<Void> forgetOtherStreams() {
            return Mono.empty();
        }
    }
}
