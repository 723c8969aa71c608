/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Refused;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A sink that tells what became of changes: a {@code command-status} once one is in the sink, an alarm once one is refused
 * for good. Announced as well as it goes: an outage of the messages never delays a change, and a message that is lost
 * is lost. A change that the sink held already is not announced again.
 *
 * <p>A runner that compacts shows a sink only the newest version of a busy item; it is the one that is announced.
 */
public final class NotifyingSink implements ChangeSink {

    private final ChangeSink sink;
    private final ModuleId module;
    private final Announcements statuses;
    private final Announcements alarms;

    private NotifyingSink(ChangeSink sink, ModuleId module, Announcements statuses, Announcements alarms) {
        this.sink = requireNonNull(sink, "sink");
        this.module = requireNonNull(module, "module");
        this.statuses = requireNonNull(statuses, "statuses");
        this.alarms = requireNonNull(alarms, "alarms");
    }

    /**
     * A sink that writes to the other one and tells of it.
     *
     * @param module whose changes these are
     * @param statuses where arrivals are announced
     * @param alarms where refusals are announced; may be the same
     */
    public static NotifyingSink around(ChangeSink sink, ModuleId module, Announcements statuses, Announcements alarms) {
        return new NotifyingSink(sink, module, statuses, alarms);
    }

    @Override
    public SinkName name() {
        return sink.name();
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        List<ChangeRecord> batch = List.copyOf(changes);
        return sink.apply(batch).doOnNext(outcomes -> announce(batch, outcomes));
    }

    private void announce(List<ChangeRecord> changes, List<SinkOutcome> outcomes) {
        for (int i = 0; i < Math.min(changes.size(), outcomes.size()); i++) {
            ChangeRecord change = changes.get(i);
            if (outcomes.get(i) == SinkOutcome.applied()) {
                statuses.announce(Notification.finished(change, module));
            } else if (outcomes.get(i) instanceof Refused refused) {
                alarms.announce(Notification.alarm(change, module, sink.name(), refused.cause()));
            }
        }
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return sink.appliedVersion(key);
    }
}
