/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.sink.runner.Circuit.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a batch to its end: every change is in the sink, superseded there, or set aside. This is the one place where
 * failures are handled; it never fails itself.
 *
 * <p>Works through parts of the batch, at first one part that is all of it, but for the items that are parked. An outage
 * brings a part back as it is; any other failure brings back its halves, until the change that is at fault stands alone.
 * Parts that have to wait longer go to the end; no two parts hold changes of one item, so their order is free.
 */
final class Settlement {

    private final SinkCalls calls;
    private final Deque<Part> parts = new ArrayDeque<>();

    private Settlement(SinkCalls calls) {
        this.calls = calls;
    }

    static Mono<Void> of(SinkCalls calls, List<Ticket> batch) {
        Settlement settlement = new Settlement(calls);
        return settlement
                .begin(batch)
                .thenMany(Mono.defer(settlement::step).repeat(settlement::isOpen))
                .then();
    }

    private Mono<Void> begin(List<Ticket> batch) {
        List<Ticket> parked = new ArrayList<>(0);
        List<Ticket> others = batch;
        for (Ticket ticket : batch) {
            if (calls.aside().mayHold(ticket.change().key())) {
                parked.add(ticket);
            }
        }
        if (!parked.isEmpty()) {
            others = new ArrayList<>(batch);
            others.removeAll(parked);
        }
        if (!others.isEmpty()) {
            parts.add(Part.fresh(others));
        }
        return parked.isEmpty()
                ? Mono.empty()
                : Flux.fromIterable(parked).concatMap(this::keepBehind, 1).then();
    }

    /** Behind a parked change every version is kept, the superseded ones too: which of them the sink takes is not known. */
    private Mono<Void> keepBehind(Ticket newest) {
        Deque<Ticket> versions = Tickets.inOrder(newest);
        return Mono.defer(() -> keepFirst(versions))
                .repeat(() -> !versions.isEmpty())
                .then();
    }

    private Mono<Void> keepFirst(Deque<Ticket> versions) {
        return calls.keepBehind(versions.getFirst())
                .doOnNext(kept -> {
                    if (kept) {
                        versions.removeFirst().done();
                    } else {
                        parts.add(Part.fresh(List.of(Tickets.newest(versions))));
                        versions.clear();
                    }
                })
                .then();
    }

    private boolean isOpen() {
        return !parts.isEmpty();
    }

    private Mono<Void> step() {
        Part part = parts.pollFirst();
        return part == null
                ? Mono.empty()
                : calls.pause(part.pause())
                        .then(Mono.defer(calls.circuit()::enter))
                        .flatMap(passage -> passage == Passage.FREE ? attempt(part) : probe(part));
    }

    private Mono<Void> attempt(Part part) {
        return apply(part)
                .map(outcomes -> settle(part, outcomes))
                .onErrorResume(failure -> Mono.just(recover(part, failure)))
                .flatMap(Function.identity());
    }

    private Mono<List<SinkOutcome>> apply(Part part) {
        return calls.apply(part.tickets().stream().map(Ticket::change).toList());
    }

    /** Tries the first change of the part alone; what does not go well now comes again and has cost it nothing. */
    private Mono<Void> probe(Part part) {
        Part first = part.first();
        if (part.tickets().size() > 1) {
            parts.addLast(part.withoutFirst());
        }
        return apply(first)
                .doOnNext(outcomes -> probed(first, outcomes.get(0)))
                .onErrorResume(failure -> {
                    probeFailed(first);
                    return Mono.empty();
                })
                .then();
    }

    private void probed(Part first, SinkOutcome outcome) {
        if (outcome instanceof Refused || outcome instanceof Deferred) {
            probeFailed(first);
        } else {
            finish(first.tickets().get(0), outcome);
        }
    }

    private void probeFailed(Part first) {
        parts.addLast(first);
        calls.circuit().probeFailed();
    }

    private Mono<Void> settle(Part part, List<SinkOutcome> outcomes) {
        List<Mono<Void>> refusals = new ArrayList<>(0);
        List<Ticket> deferred = new ArrayList<>(0);
        @Nullable Throwable reason = null;
        for (int i = 0; i < outcomes.size(); i++) {
            Ticket ticket = part.tickets().get(i);
            if (outcomes.get(i) instanceof Refused refused) {
                refusals.add(refused(ticket, refused.cause(), part.faults() + 1));
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

    /** Counted last of the batch, after all that went well in it. */
    private Mono<Void> refused(Ticket ticket, Throwable cause, int attempts) {
        return Mono.defer(() -> {
            if (calls.mayGiveUp(ticket.change().key(), cause)) {
                return giveUp(ticket, cause, attempts);
            }
            parts.addLast(Part.fresh(List.of(ticket)));
            return Mono.empty();
        });
    }

    private void finish(Ticket ticket, SinkOutcome outcome) {
        calls.circuit().worked();
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
        FailureKind kind = calls.kindOf(failure);
        if (kind == FailureKind.INFRASTRUCTURE) {
            calls.failed(failure);
            parts.addFirst(afterOutage(part, part.tickets(), failure));
            return Mono.empty();
        } else if (part.tickets().size() > 1) {
            halve(part.tickets());
            return Mono.empty();
        }
        return recoverAlone(part, failure, kind);
    }

    private Mono<Void> recoverAlone(Part part, Throwable failure, FailureKind kind) {
        Ticket ticket = part.tickets().get(0);
        int attempts = part.faults() + 1;
        boolean mayGiveUp = attempts == 1 ? calls.mayGiveUp(ticket.change().key(), failure) : calls.isGivingUp();
        if (mayGiveUp && (kind == FailureKind.DATA || calls.isLastAttempt(attempts))) {
            return giveUp(ticket, failure, attempts);
        }
        parts.addLast(mayGiveUp ? afterFault(part, failure) : part);
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
        return calls.giveUp(ticket, cause, attempts).doOnSuccess(done -> closeWithout(ticket));
    }

    /**
     * Versions that had lost to the one given up come back into play: the newest of them is what the sink should hold. They
     * come before it, so they need not be kept behind it.
     */
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
