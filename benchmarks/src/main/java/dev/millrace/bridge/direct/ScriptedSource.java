/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.SequenceNumber;
import dev.millrace.bridge.ShardId;
import dev.millrace.bridge.StreamSource;
import dev.millrace.dynamodb.CommandImages;
import dev.millrace.testkit.streams.ScriptedStreams;
import java.util.Map;
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
                        new StreamCalls(streams, arn, Schedulers.parallel()),
                        new ForgetfulStore(),
                        CommandImages::toChange,
                        options,
                        Schedulers.parallel()),
                options.maxShards());
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
        public Mono<Map<ShardId, SequenceNumber>> places() {
            return Mono.just(Map.of());
        }

        @Override
        public Mono<SequenceNumber> claim(ShardId shard, long epoch) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> save(ShardId shard, long epoch, SequenceNumber place) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> forget(ShardId shard) {
            return Mono.empty();
        }
    }
}
