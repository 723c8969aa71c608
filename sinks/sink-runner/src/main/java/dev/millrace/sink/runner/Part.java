/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.time.Duration;
import java.util.List;

/**
 * Some of a batch's changes, and how they have fared.
 *
 * @param tickets the changes
 * @param outages how often, in a row, they failed through no fault of their own
 * @param faults how often they failed otherwise
 * @param pause how long to wait before they are tried
 */
record Part(List<Ticket> tickets, int outages, int faults, Duration pause) {

    /** Changes that were not tried yet. */
    static Part fresh(List<Ticket> tickets) {
        return new Part(tickets, 0, 0, Duration.ZERO);
    }

    /** The first of its changes alone, to be tried without a pause. */
    Part first() {
        return new Part(tickets.subList(0, 1), outages, faults, Duration.ZERO);
    }

    /** The others, to be tried without a pause. */
    Part withoutFirst() {
        return new Part(tickets.subList(1, tickets.size()), outages, faults, Duration.ZERO);
    }
}
