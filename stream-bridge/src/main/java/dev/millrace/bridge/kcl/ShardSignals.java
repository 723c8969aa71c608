/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.RequestDetails;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.retrieval.BatchUniqueIdentifier;
import software.amazon.kinesis.retrieval.RecordsDeliveryAck;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RecordsRetrieved;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * All that the Kinesis client hears of one shard: that it goes on, and that it has ended. The records themselves go past
 * the Kinesis client, which would hold a thread for each shard that it reads.
 */
final class ShardSignals implements RecordsPublisher {

    /** The Kinesis client begins a shard anew of which it has heard nothing for 35 s. */
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(10);

    private final Scheduler timer;
    private final Sinks.One<List<ChildShard>> end = Sinks.one();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    ShardSignals(Scheduler timer) {
        this.timer = timer;
    }

    /** The shard has ended, and these are its children as far as the stream shows them. */
    void end(List<ChildShard> children) {
        end.tryEmitValue(children);
    }

    @Override
    public void subscribe(Subscriber<? super RecordsRetrieved> subscriber) {
        Flux.interval(Duration.ZERO, BETWEEN_SIGNS_OF_LIFE, timer)
                .onBackpressureDrop()
                .map(tick -> new Signal(false, List.of()))
                .takeUntilOther(end.asMono())
                .concatWith(end.asMono().map(children -> new Signal(true, children)))
                .takeUntilOther(closed.asMono())
                .cast(RecordsRetrieved.class)
                .subscribe(subscriber);
    }

    /** The place is the reading's concern. */
    @Override
    public void start(ExtendedSequenceNumber from, InitialPositionInStreamExtended initialPosition) {
        // nothing is to be prepared
    }

    @Override
    public void restartFrom(RecordsRetrieved last) {
        // an end is told of again, signs of life go on
    }

    @Override
    public void notify(RecordsDeliveryAck acknowledgement) {
        // nothing waits for it
    }

    @Override
    public void shutdown() {
        closed.tryEmitEmpty();
    }

    @Override
    public RequestDetails getLastSuccessfulRequestDetails() {
        return new RequestDetails();
    }

    private record Signal(boolean isAtShardEnd, List<ChildShard> children) implements RecordsRetrieved {

        private static final BatchUniqueIdentifier ANY = new BatchUniqueIdentifier("", "");

        @Override
        public ProcessRecordsInput processRecordsInput() {
            return ProcessRecordsInput.builder()
                    .records(List.of())
                    .cacheEntryTime(Instant.now())
                    .isAtShardEnd(isAtShardEnd)
                    .childShards(children)
                    .build();
        }

        @Override
        public BatchUniqueIdentifier batchUniqueIdentifier() {
            return ANY;
        }
    }
}
