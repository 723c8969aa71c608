/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

/**
 * The time between getting a partition and losing it. Acknowledging later would set the offset that the partition's next
 * owner saves back to an older one.
 */
final class Tenure {

    /** Of what was read before a partition was lost and is delivered after. */
    static final Tenure OVER = new Tenure();

    static {
        OVER.end();
    }

    private volatile boolean over;

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
