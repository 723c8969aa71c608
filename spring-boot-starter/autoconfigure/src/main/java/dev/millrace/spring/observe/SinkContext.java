/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;

/** The observation of a change that a sink takes; it ends {@code applied}, {@code stale}, {@code refused} or {@code failed}. */
public final class SinkContext extends ChangeContext {

    private final SinkName sink;

    SinkContext(ModuleId module, SinkName sink, ChangeRecord change) {
        super(module, change);
        this.sink = requireNonNull(sink, "sink");
    }

    /** Which sink. */
    public SinkName sink() {
        return sink;
    }
}
