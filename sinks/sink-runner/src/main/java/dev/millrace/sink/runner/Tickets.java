/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Tickets of one item, apart and together. */
final class Tickets {

    private Tickets() {}

    /** Takes a ticket and all that have lost to it apart, and returns them from the lowest version to the highest. */
    static Deque<Ticket> inOrder(Ticket newest) {
        List<Ticket> all = new ArrayList<>();
        for (Ticket ticket = newest; ticket != null; ) {
            all.add(ticket);
            ticket = ticket.letGo();
        }
        all.sort(Comparator.comparing(ticket -> ticket.change().version()));
        return new ArrayDeque<>(all);
    }

    /** Returns the ticket with the highest version; all others hang onto it. */
    static Ticket newest(Collection<Ticket> apart) {
        return apart.stream().reduce(Ticket::against).orElseThrow();
    }
}
