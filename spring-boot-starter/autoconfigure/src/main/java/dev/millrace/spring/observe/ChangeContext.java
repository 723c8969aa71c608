/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/** The observation of a change on its way: its parent is the span of the command that led to it. */
public abstract class ChangeContext extends ReceiverContext<ChangeRecord> {

    private final ModuleId module;
    private final ChangeRecord change;
    private volatile String outcome = "unknown";

    ChangeContext(ModuleId module, ChangeRecord change) {
        super(new OriginOfChange(), Kind.CONSUMER);
        this.module = requireNonNull(module, "module");
        this.change = requireNonNull(change, "change");
        setCarrier(change);
    }

    /** Which module. */
    public ModuleId module() {
        return module;
    }

    /** Which change. */
    public ChangeRecord change() {
        return change;
    }

    /** How it ended. */
    public String outcome() {
        return outcome;
    }

    void ended(String how) {
        outcome = how;
    }

    /** Reads the trace out of what the change says of its origin. */
    private static final class OriginOfChange implements Propagator.Getter<ChangeRecord> {

        @Override
        public @Nullable String get(ChangeRecord change, String key) {
            String traceparent = change.origin().traceparent();
            return key.equalsIgnoreCase("traceparent") && !traceparent.isEmpty() ? traceparent : null;
        }
    }
}
