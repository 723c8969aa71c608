/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.ModuleId;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The observation of a command: its carrier is what the recorded command will say about its trace. */
public final class PublishContext extends SenderContext<Map<String, String>> {

    private final ModuleId module;
    private final String operation;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private volatile String outcome = "unknown";

    PublishContext(ModuleId module, String operation) {
        super((carrier, key, value) -> requireNonNull(carrier, "carrier").put(key, value), Kind.PRODUCER);
        this.module = requireNonNull(module, "module");
        this.operation = requireNonNull(operation, "operation");
        setCarrier(headers);
    }

    /** Which module. */
    public ModuleId module() {
        return module;
    }

    /** Which method of the service. */
    public String operation() {
        return operation;
    }

    /** How it ended: {@code recorded}, {@code unchanged}, {@code conflict}, {@code failed} or {@code unknown}. */
    public String outcome() {
        return outcome;
    }

    void ended(String how) {
        outcome = how;
    }

    /** The W3C trace context of the observation; empty if it is not traced. */
    String traceparent() {
        return headers.getOrDefault("traceparent", "");
    }
}
