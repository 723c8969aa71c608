/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import dev.millrace.bridge.ChangePublisher;
import dev.millrace.bridge.DeadLetter;
import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.change.ChangeRecord;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishes through one producer. A publication is one object, its answer another: there are millions of them. */
final class KafkaChangePublisher implements ChangePublisher {

    private final Producer<String, byte[]> producer;
    private final ChangeRecords records;
    private final Answers answers;

    /** Creates a publisher; the producer closes with it. */
    KafkaChangePublisher(Producer<String, byte[]> producer, ChangeRecords records) {
        this.producer = producer;
        this.records = records;
        this.answers = new Answers(producer);
    }

    @Override
    public Mono<Void> publish(ChangeRecord change) {
        return new Publication(() -> records.of(change));
    }

    @Override
    public Mono<Void> setAside(DeadLetter letter) {
        return new Publication(() -> records.of(letter));
    }

    @Override
    public Mono<Void> close() {
        return Mono.<Void>fromRunnable(this::closeNow)
                .subscribeOn(Schedulers.boundedElastic())
                .then(answers.close());
    }

    /** What is not acknowledged at a close is sent again by the next producer. */
    private void closeNow() {
        answers.fail(new IllegalStateException("the publisher is closed"));
        producer.close(Duration.ZERO);
    }

    private void send(Supplier<ProducerRecord<String, byte[]>> record, Answer answer) {
        Throwable known = answers.failure();
        if (known != null) {
            answer.reject(new PublishingFailedException("the producer has failed", known));
            return;
        }
        try {
            answer.about(record.get());
        } catch (RuntimeException unwritable) {
            answer.reject(unwritable);
            return;
        }
        answers.send(answer);
    }

    private final class Publication extends Mono<Void> {

        private final Supplier<ProducerRecord<String, byte[]>> record;

        Publication(Supplier<ProducerRecord<String, byte[]>> record) {
            this.record = record;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Void> subscriber) {
            Answer answer = new Answer(subscriber, answers);
            subscriber.onSubscribe(answer);
            if (!answer.isCancelled()) {
                send(record, answer);
            }
        }
    }
}
