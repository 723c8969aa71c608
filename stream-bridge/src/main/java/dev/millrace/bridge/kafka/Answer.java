/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import dev.millrace.bridge.PublishingFailedException;
import dev.millrace.bridge.UnpublishableChangeException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Whom to tell what has become of a record. */
final class Answer implements Callback, Subscription {

    private final CoreSubscriber<? super Void> subscriber;
    private final Answers answers;
    private @Nullable Exception failure;
    private boolean isTold;
    private volatile boolean isCancelled;

    Answer(CoreSubscriber<? super Void> subscriber, Answers answers) {
        this.subscriber = subscriber;
        this.answers = answers;
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
