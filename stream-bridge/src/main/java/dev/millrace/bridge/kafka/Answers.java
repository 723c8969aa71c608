/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kafka;

import dev.millrace.bridge.PublishingFailedException;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Tells those who publish what has become of it, one after the other on a thread of its own: whoever waits for an answer may
 * work on there, but not on the producer's thread.
 */
final class Answers {

    private final Scheduler thread = Schedulers.newSingle("millrace-publisher", true);

    /** In the order of sending, and at most as many as the publications under way and those told behind the oldest of them. */
    private final Queue<Answer> expected =
            Queues.<Answer>unboundedMultiproducer().get();

    private final Queue<Answer> ready = Queues.<Answer>unboundedMultiproducer().get();
    private final AtomicInteger causes = new AtomicInteger();
    private @Nullable Answer oldest;
    private volatile @Nullable Throwable failure;

    /** Why nothing more is to be sent; null as long as nothing has failed. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** There will be an answer, or a failure of all. */
    void expect(Answer answer) {
        expected.offer(answer);
        if (failure != null) {
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
            thread.schedule(this::tellAll);
        } catch (RejectedExecutionException closed) {
            tellAll();
        }
    }

    private void tellAll() {
        int known = 1;
        while (known != 0) {
            tellReady();
            Throwable cause = failure;
            if (cause == null) {
                forgetTold();
            } else {
                rejectExpected(new PublishingFailedException("Kafka did not acknowledge a change", cause));
            }
            known = causes.addAndGet(-known);
        }
    }

    private void tellReady() {
        for (Answer answer = ready.poll(); answer != null; answer = ready.poll()) {
            answer.tell();
        }
    }

    private void forgetTold() {
        Answer answer = oldest == null ? expected.poll() : oldest;
        while (answer != null && answer.isTold()) {
            answer = expected.poll();
        }
        oldest = answer;
    }

    private void rejectExpected(PublishingFailedException cause) {
        Answer answer = oldest == null ? expected.poll() : oldest;
        for (; answer != null; answer = expected.poll()) {
            answer.reject(cause);
        }
        oldest = null;
    }

    /** Completes when everybody is told. */
    Mono<Void> close() {
        return thread.disposeGracefully();
    }
}
