/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.dynamodb.RequestListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters of what is asked of DynamoDB: one for each operation on each table, of which there are few. */
final class RequestMeters implements RequestListener {

    private final MeterRegistry registry;
    private final Map<Asked, Counter> counters = new ConcurrentHashMap<>();

    private record Asked(String operation, String table) {}

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void sending(String operation, String table) {
        counters.computeIfAbsent(new Asked(operation, table), this::counter).increment();
    }

    private Counter counter(Asked asked) {
        return registry.counter(
                "millrace.dynamodb.requests", "millrace.operation", asked.operation(), "millrace.table", asked.table());
    }
}
