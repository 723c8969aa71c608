/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.rebuild;

import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.parking.SinkId;
import dev.millrace.sink.SinkOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes of one step, until the sink has answered for each. Its attempts follow one another. */
final class RebuildBatch {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    private final SinkId id;
    private List<ChangeRecord> left;
    private long applied;
    private long stale;
    private long refused;

    RebuildBatch(SinkId id, Collection<ChangeRecord> changes) {
        this.id = id;
        this.left = List.copyOf(changes);
    }

    boolean isSettled() {
        return left.isEmpty();
    }

    List<ChangeRecord> left() {
        return left;
    }

    /** Takes the sink's answer; fails if some changes have to be applied again. */
    void settle(List<SinkOutcome> outcomes) {
        if (outcomes.size() != left.size()) {
            throw new IllegalStateException(
                    "sink %s answered %d outcomes for %d changes".formatted(id.sink(), outcomes.size(), left.size()));
        }
        List<ChangeRecord> again = new ArrayList<>();
        Throwable cause = null;
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof SinkOutcome.Deferred later) {
                again.add(left.get(i));
                cause = later.cause();
            } else {
                count(left.get(i), outcomes.get(i));
            }
        }
        left = List.copyOf(again);
        requireNoneLeft(cause);
    }

    private void requireNoneLeft(@Nullable Throwable cause) {
        if (cause != null) {
            throw new StoreUnavailableException(
                    "sink %s cannot take %d changes now: %s"
                            .formatted(id, left.size(), cause.getClass().getSimpleName()),
                    cause);
        }
    }

    private void count(ChangeRecord change, SinkOutcome outcome) {
        if (outcome instanceof SinkOutcome.Refused never) {
            refused++;
            // The class alone: a message from outside may quote the payload.
            log.warn(
                    "{}: the sink refuses {} with {}",
                    id,
                    change,
                    never.cause().getClass().getName());
        } else if (outcome == SinkOutcome.applied()) {
            applied++;
        } else {
            stale++;
        }
    }

    RebuildCounts counts(int rows) {
        return new RebuildCounts(rows, applied, stale, refused);
    }
}
