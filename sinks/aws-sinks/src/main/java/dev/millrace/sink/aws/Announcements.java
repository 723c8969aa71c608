/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sends notifications as well as it goes and keeps nobody waiting: what cannot be sent in time, or finds too many under
 * way, is dropped and counted. Safe for concurrent use.
 */
public final class Announcements {

    /** How many notifications may be under way at once unless told otherwise. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 256;

    /** How long one may take unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Notifier notifier;
    private final int maxInFlight;
    private final Duration timeout;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean dropping = new AtomicBoolean();

    private Announcements(Notifier notifier, int maxInFlight, Duration timeout) {
        this.notifier = requireNonNull(notifier, "notifier");
        this.maxInFlight = maxInFlight;
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /** Announces through the notifier, {@value #DEFAULT_MAX_IN_FLIGHT} at once, for 5 s each. */
    public static Announcements through(Notifier notifier) {
        return through(notifier, DEFAULT_MAX_IN_FLIGHT, DEFAULT_TIMEOUT);
    }

    /**
     * Announces through the notifier.
     *
     * @param maxInFlight how many notifications may be under way at once, 1 or more
     * @param timeout how long one may take, above zero
     */
    public static Announcements through(Notifier notifier, int maxInFlight, Duration timeout) {
        if (maxInFlight < 1) {
            throw new InvalidValueException("maxInFlight", Integer.toString(maxInFlight), "must be at least 1");
        } else if (timeout.isNegative() || timeout.isZero()) {
            throw new InvalidValueException("timeout", timeout.toString(), "must be positive");
        }
        return new Announcements(notifier, maxInFlight, timeout);
    }

    /** Sends the notification, or drops it. Returns at once and never throws. */
    public void announce(Notification notification) {
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            drop("too many under way");
            return;
        }
        Mono.defer(() -> notifier.send(notification))
                .timeout(timeout)
                .doFinally(signal -> inFlight.decrementAndGet())
                .subscribe(nothing -> {}, failure -> drop(failure.getClass().getName()), this::sent);
    }

    private void sent() {
        sent.increment();
        if (dropping.get() && dropping.compareAndSet(true, false)) {
            log.info("notifications are sent again; {} were dropped until now", dropped.sum());
        }
    }

    private void drop(String reason) {
        dropped.increment();
        if (dropping.compareAndSet(false, true)) {
            log.warn("notifications are dropped: {}", reason);
        }
    }

    /** How many were sent. */
    public long sentCount() {
        return sent.sum();
    }

    /** How many were dropped. */
    public long droppedCount() {
        return dropped.sum();
    }
}
