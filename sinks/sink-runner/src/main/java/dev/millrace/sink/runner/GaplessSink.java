/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.CommandLog;
import dev.millrace.command.RecordedCommand;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A sink that is shown every version of an item, one after the other, without a gap: what is missing between the version it
 * holds and the one that comes is read from the command log and shown first. What it holds already is stale and not shown.
 *
 * <p>The sink behind it must tell truly which version of an item it holds. It asks for that with each change, and is shown
 * one change at a time; so it is for sinks that need each version, not for fast ones. To be run without compaction.
 */
public final class GaplessSink implements ChangeSink {

    /** A sink that is shown changes one by one has no use for many at once. */
    private static final int SIDE_BY_SIDE = 4;

    private final ChangeSink sink;
    private final CommandLog log;

    private GaplessSink(ChangeSink sink, CommandLog log) {
        this.sink = requireNonNull(sink, "sink");
        this.log = requireNonNull(log, "log");
    }

    /** Returns the sink, shown every version of an item; those that do not come are read from that log. */
    public static GaplessSink over(ChangeSink sink, CommandLog log) {
        return new GaplessSink(sink, log);
    }

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Flux.fromIterable(List.copyOf(changes))
                .flatMapSequential(this::applyAfterAllBefore, SIDE_BY_SIDE, 1)
                .collectList();
    }

    private Mono<SinkOutcome> applyAfterAllBefore(ChangeRecord change) {
        return sink.appliedVersion(change.key())
                .flatMap(held -> change.version().isAfter(held)
                        ? missing(change, held.next())
                                .concatWithValues(change)
                                .concatMap(this::applyOne, 1)
                                .takeUntil(GaplessSink::isObstacle)
                                .last()
                        : Mono.just(SinkOutcome.stale()));
    }

    /** What a version that is not in the log any more held nobody knows; the sink goes on without it. */
    private Flux<ChangeRecord> missing(ChangeRecord change, Version first) {
        return first.equals(change.version())
                ? Flux.empty()
                : log.list(change.key(), first, Version.of(change.version().value() - 1))
                        .map(RecordedCommand::toChange);
    }

    private Mono<SinkOutcome> applyOne(ChangeRecord change) {
        return sink.apply(List.of(change)).map(outcomes -> outcomes.get(0));
    }

    /** The first version that is not taken says what becomes of the change. */
    private static boolean isObstacle(SinkOutcome outcome) {
        return outcome instanceof Refused || outcome instanceof Deferred;
    }
}
