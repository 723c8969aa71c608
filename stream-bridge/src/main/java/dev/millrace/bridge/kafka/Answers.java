/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import dev.millrace.bridge.PublishingFailedException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Sends records, and tells those who publish them what has become of them, one after the other on a thread of its own. There
 * the producer may wait for room or for what it has to know of a topic, and whoever waits for an answer may work on; on the
 * producer's thread only little may be done.
 */
final class Answers {

    private static final int ONE_THREAD = 1;
    private static final int IDLE_SECONDS = 60;

    private final Producer<String, byte[]> producer;
    private final Scheduler thread =
            Schedulers.newBoundedElastic(ONE_THREAD, Integer.MAX_VALUE, "millrace-publisher", IDLE_SECONDS, true);

    /** No more than the publications under way, which the bridge's budget bounds; so is {@code ready}. */
    private final Queue<Answer> outgoing =
            Queues.<Answer>unboundedMultiproducer().get();

    private final Queue<Answer> ready = Queues.<Answer>unboundedMultiproducer().get();

    /** In the order of sending, and at most as many as the publications under way and those told behind the oldest of them. */
    private final ArrayDeque<Answer> sent = new ArrayDeque<>();

    private final AtomicInteger causes = new AtomicInteger();
    private volatile @Nullable Thread running;
    private volatile @Nullable Throwable failure;

    Answers(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Why nothing more is to be sent; null as long as nothing has failed. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Sends the record, also when nobody waits for the answer any more: one behind it, of the same item, may be sent, too. */
    void send(Answer answer) {
        if (Thread.currentThread() == running) {
            sendOutgoing(); // the one before it may be there
            sendNow(answer);
        } else {
            outgoing.offer(answer);
            wake();
        }
    }

    /** The answer knows what it has to say. */
    void tell(Answer answer) {
        ready.offer(answer);
        wake();
    }

    /** Nothing that is not acknowledged yet will be: what was sent after a lost record must not overtake it. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        wake();
    }

    private void wake() {
        if (causes.getAndIncrement() != 0) {
            return;
        }
        try {
            thread.schedule(this::goOn);
        } catch (RejectedExecutionException closed) {
            goOn();
        }
    }

    private void goOn() {
        int known = 1;
        while (known != 0) {
            running = Thread.currentThread();
            goAround();
            running = null;
            known = causes.addAndGet(-known);
        }
    }

    private void goAround() {
        tellReady();
        sendOutgoing();
        Throwable cause = failure;
        if (cause == null) {
            forgetTold();
        } else {
            rejectSent(new PublishingFailedException("Kafka did not acknowledge a change", cause));
        }
    }

    private void tellReady() {
        for (Answer answer = ready.poll(); answer != null; answer = ready.poll()) {
            answer.tell();
        }
    }

    private void sendOutgoing() {
        for (Answer answer = outgoing.poll(); answer != null; answer = outgoing.poll()) {
            sendNow(answer);
        }
    }

    private void sendNow(Answer answer) {
        sent.add(answer);
        if (failure == null) {
            answer.sendBy(producer);
        }
    }

    private void forgetTold() {
        for (Answer oldest = sent.peek(); oldest != null && oldest.isTold(); oldest = sent.peek()) {
            sent.remove();
        }
    }

    private void rejectSent(PublishingFailedException cause) {
        for (Answer answer = sent.poll(); answer != null; answer = sent.poll()) {
            answer.reject(cause);
        }
    }

    /** Completes when everybody is told. */
    Mono<Void> close() {
        return thread.disposeGracefully();
    }
}
