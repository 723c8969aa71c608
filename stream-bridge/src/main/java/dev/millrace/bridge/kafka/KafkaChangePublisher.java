/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.bridge.UnpublishableChangeException;
import dev.millrace.change.ChangeRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderRecord;
import reactor.kafka.sender.SenderResult;
import reactor.util.concurrent.Queues;

/**
 * Publishes through one producer and one {@code send} that lasts as long as the publisher: a send per record costs ten
 * times as much.
 */
final class KafkaChangePublisher implements ChangePublisher {

    /** Publications that were cancelled keep their places until Kafka has answered, so there are more than in flight. */
    private static final int PLACES_PER_IN_FLIGHT = 2;

    private final KafkaSender<String, byte[]> sender;
    private final ChangeRecords records;
    private final Sinks.Many<SenderRecord<String, byte[], MonoSink<Void>>> outgoing;
    private final Set<MonoSink<Void>> unanswered = ConcurrentHashMap.newKeySet();
    private final Scheduler answering;
    private final Disposable sending;

    private volatile @Nullable Throwable failure;

    /**
     * Creates a publisher.
     *
     * @param answering where the sender gives its results: whoever waits for an answer may work on, but not on the
     *     producer's own thread; closes with this publisher
     */
    KafkaChangePublisher(
            KafkaSender<String, byte[]> sender, ChangeRecords records, Scheduler answering, int maxInFlight) {
        this.sender = sender;
        this.records = records;
        this.answering = answering;
        this.outgoing = Sinks.many()
                .unicast()
                .onBackpressureBuffer(
                        Queues.<SenderRecord<String, byte[], MonoSink<Void>>>get(PLACES_PER_IN_FLIGHT * maxInFlight)
                                .get());
        this.sending = send();
    }

    private Disposable send() {
        Flux<SenderRecord<String, byte[], MonoSink<Void>>> untilFailure =
                outgoing.asFlux().takeWhile(record -> failure == null);
        return sender.send(untilFailure)
                .subscribeOn(Schedulers.boundedElastic()) // creating a producer looks up host names
                .subscribe(this::answer, this::fail);
    }

    @Override
    public Mono<Void> publish(ChangeRecord change) {
        return send(() -> records.of(change));
    }

    @Override
    public Mono<Void> setAside(DeadLetter letter) {
        return send(() -> records.of(letter));
    }

    @Override
    public Mono<Void> close() {
        return Mono.<Void>fromRunnable(this::closeNow).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> send(Supplier<ProducerRecord<String, byte[]>> record) {
        return Mono.create(answer -> {
            unanswered.add(answer);
            enqueue(SenderRecord.create(record.get(), answer));
        });
    }

    private void enqueue(SenderRecord<String, byte[], MonoSink<Void>> record) {
        Throwable known = failure;
        EmitResult result = known == null ? emit(record) : EmitResult.FAIL_TERMINATED;
        if (result.isFailure()) {
            String message = known == null ? "the queue to the producer is full: " + result : "the producer has failed";
            reject(record.correlationMetadata(), new PublishingFailedException(message, known));
        }
    }

    /** Shards publish from several threads; the queue takes records from one at a time. */
    private synchronized EmitResult emit(SenderRecord<String, byte[], MonoSink<Void>> record) {
        return outgoing.tryEmitNext(record);
    }

    private void answer(SenderResult<MonoSink<Void>> result) {
        Exception exception = result.exception();
        MonoSink<Void> answer = result.correlationMetadata();
        if (exception == null) {
            unanswered.remove(answer);
            answer.success();
        } else if (FailFastProducers.concernsOneRecord(exception)) {
            reject(answer, new UnpublishableChangeException("the change is too large for a Kafka record", exception));
        } else {
            fail(exception);
        }
    }

    private void reject(MonoSink<Void> answer, Throwable cause) {
        unanswered.remove(answer);
        answer.error(cause);
    }

    /** One lost record spoils all: what was sent after it must not overtake it. */
    private void fail(Throwable cause) {
        failure = cause;
        var failed = new PublishingFailedException("Kafka did not acknowledge a change", cause);
        unanswered.forEach(answer -> reject(answer, failed));
    }

    private void closeNow() {
        fail(new IllegalStateException("the publisher is closed"));
        sending.dispose();
        sender.close();
        answering.dispose();
    }
}
