/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.bridge.UnpublishableChangeException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A record to be sent, and whom to tell what has become of it. */
final class Answer implements Callback, Subscription {

    private final CoreSubscriber<? super Void> subscriber;
    private final Answers answers;
    private @Nullable ProducerRecord<String, byte[]> record;
    private @Nullable Exception failure;
    private boolean isTold;
    private volatile boolean isCancelled;

    Answer(CoreSubscriber<? super Void> subscriber, Answers answers) {
        this.subscriber = subscriber;
        this.answers = answers;
    }

    /** Says what is to be sent. */
    void about(ProducerRecord<String, byte[]> made) {
        record = made;
    }

    void sendBy(Producer<String, byte[]> producer) {
        try {
            var unused = producer.send(requireNonNull(record), this);
        } catch (RuntimeException refused) {
            onCompletion(null, refused);
        }
        record = null;
    }

    /** On the producer's thread, where only little may be done. */
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        failure = exception;
        if (exception != null && !FailFastProducers.concernsOneRecord(exception)) {
            answers.fail(exception);
        }
        answers.tell(this);
    }

    /** Completes, or fails as the record did. */
    void tell() {
        Exception known = failure;
        if (known == null) {
            if (!tellsNobody()) {
                subscriber.onComplete();
            }
        } else if (FailFastProducers.concernsOneRecord(known)) {
            reject(new UnpublishableChangeException("the change is too large for a Kafka record", known));
        } else {
            reject(new PublishingFailedException("Kafka did not acknowledge a change", known));
        }
    }

    void reject(Throwable cause) {
        if (!tellsNobody()) {
            subscriber.onError(cause);
        }
    }

    private boolean tellsNobody() {
        boolean nobody = isTold || isCancelled;
        isTold = true;
        return nobody;
    }

    /** Tells whether there is nothing more to tell. */
    boolean isTold() {
        return isTold;
    }

    boolean isCancelled() {
        return isCancelled;
    }

    /** There is one answer, and it needs no room. */
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
        isCancelled = true;
    }
}
