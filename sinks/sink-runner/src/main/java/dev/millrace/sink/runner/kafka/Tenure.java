/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

/**
 * The time between getting a partition and losing it. Acknowledging later would set the offset that the partition's next
 * owner saves back to an older one.
 */
final class Tenure {

    /** Of what was read before a partition was lost and is delivered after. */
    static final Tenure OVER = new Tenure(0);

    static {
        OVER.end();
    }

    private final long number;
    private volatile boolean over;
    private volatile long next;

    /** Begins; later ones have higher numbers. */
    Tenure(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** A record at that offset was delivered. */
    void delivered(long offset) {
        next = offset + 1;
    }

    /** The offset behind the last record delivered; 0 if there was none. */
    long next() {
        return next;
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
