/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a batch to its end: every change is in the sink, superseded there, or a dead letter. This is the one place where
 * failures are handled; it never fails itself.
 *
 * <p>Works through parts of the batch, at first one part that is all of it. An outage brings a part back as it is; any other
 * failure brings back its halves, until the change that is at fault stands alone. Parts that have to wait longer go to the
 * end; no two parts hold changes of one item, so their order is free.
 */
final class Settlement {

    private final SinkCalls calls;
    private final Deque<Part> parts = new ArrayDeque<>();

    private Settlement(SinkCalls calls, List<Ticket> batch) {
        this.calls = calls;
        parts.add(Part.fresh(batch));
    }

    static Mono<Void> of(SinkCalls calls, List<Ticket> batch) {
        Settlement settlement = new Settlement(calls, batch);
        return Mono.defer(settlement::step).repeat(settlement::isOpen).then();
    }

    private boolean isOpen() {
        return !parts.isEmpty();
    }

    private Mono<Void> step() {
        Part part = parts.removeFirst();
        return calls.pause(part.pause()).then(Mono.defer(() -> attempt(part)));
    }

    private Mono<Void> attempt(Part part) {
        return calls.apply(part.tickets().stream().map(Ticket::change).toList())
                .map(outcomes -> settle(part, outcomes))
                .onErrorResume(failure -> Mono.just(recover(part, failure)))
                .flatMap(Function.identity());
    }

    private Mono<Void> settle(Part part, List<SinkOutcome> outcomes) {
        List<Mono<Void>> refusals = new ArrayList<>(0);
        List<Ticket> deferred = new ArrayList<>(0);
        @Nullable Throwable reason = null;
        for (int i = 0; i < outcomes.size(); i++) {
            Ticket ticket = part.tickets().get(i);
            if (outcomes.get(i) instanceof Refused refused) {
                refusals.add(giveUp(ticket, refused.cause(), part.faults() + 1));
            } else if (outcomes.get(i) instanceof Deferred again) {
                deferred.add(ticket);
                reason = again.cause();
            } else {
                finish(ticket, outcomes.get(i));
            }
        }
        if (reason != null) {
            parts.addLast(afterOutage(part, deferred, reason));
        }
        return refusals.isEmpty() ? Mono.empty() : Flux.concat(refusals).then();
    }

    private void finish(Ticket ticket, SinkOutcome outcome) {
        calls.wentWell();
        if (outcome == SinkOutcome.applied()) {
            calls.listener().applied(ticket.change(), ticket.position());
        } else {
            calls.listener().stale(ticket.change(), ticket.position());
        }
        for (Ticket lost = ticket.letGo(); lost != null; ) {
            Ticket next = lost.letGo();
            supersede(lost);
            lost = next;
        }
        ticket.done();
    }

    private void supersede(Ticket lost) {
        calls.listener().superseded(lost.change(), lost.position());
        lost.done();
    }

    private Mono<Void> recover(Part part, Throwable failure) {
        if (calls.isTransient(failure)) {
            calls.failed(failure);
            parts.addFirst(afterOutage(part, part.tickets(), failure));
        } else if (part.tickets().size() > 1) {
            halve(part.tickets());
        } else if (calls.givesUp(part.faults() + 1)) {
            return giveUp(part.tickets().get(0), failure, part.faults() + 1);
        } else {
            parts.addLast(afterFault(part, failure));
        }
        return Mono.empty();
    }

    private Part afterOutage(Part part, List<Ticket> tickets, Throwable reason) {
        int outages = part.outages() + 1;
        return new Part(tickets, outages, part.faults(), calls.retrying(reason, outages));
    }

    private Part afterFault(Part part, Throwable failure) {
        int faults = part.faults() + 1;
        return new Part(part.tickets(), 0, faults, calls.retrying(failure, faults));
    }

    private void halve(List<Ticket> tickets) {
        int middle = tickets.size() / 2;
        parts.addFirst(Part.fresh(tickets.subList(middle, tickets.size())));
        parts.addFirst(Part.fresh(tickets.subList(0, middle)));
    }

    private Mono<Void> giveUp(Ticket ticket, Throwable cause, int attempts) {
        return calls.deadLetter(ticket.delivery(), cause, attempts).doOnSuccess(done -> closeWithout(ticket));
    }

    /** Versions that had lost to the one given up come back into play: the newest of them is what the sink should hold. */
    private void closeWithout(Ticket givenUp) {
        @Nullable Ticket newest = null;
        for (Ticket lost = givenUp.letGo(); lost != null; ) {
            Ticket next = lost.letGo();
            if (lost.change().version().equals(givenUp.change().version())) {
                supersede(lost);
            } else {
                newest = newest == null ? lost : newest.against(lost);
            }
            lost = next;
        }
        if (newest != null) {
            parts.addFirst(Part.fresh(List.of(newest)));
        }
        givenUp.done();
    }
}
