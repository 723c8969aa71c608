/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.item.Tenant;
import dev.millrace.sink.runner.kafka.SinkBacklog;
import dev.millrace.sink.runner.kafka.SinkBacklog.OfTenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whose changes a sink has yet to take.
 *
 * @param backlog what was found
 * @param most how many tenants are named, the others being summed up; 0 if nobody asked
 */
record TenantLags(SinkBacklog backlog, int most) {

    static TenantLags notAskedFor() {
        return new TenantLags(new SinkBacklog(Map.of(), 0, 0, 0), 0);
    }

    Stream<String> lines() {
        Stream<String> each = named().stream().map(tenant -> "  tenant %s  lag %,d  oldest %s"
                .formatted(tenant, of(tenant).changes(), of(tenant).oldest()));
        Stream<String> others = othersChanges() > 0
                ? Stream.of("  %,d other tenants  lag %,d".formatted(others(), othersChanges()))
                : Stream.of();
        Stream<String> sample = backlog.isWhole()
                ? Stream.of()
                : Stream.of("  by tenant of the %,d that wait longest".formatted(backlog.read()));
        return Stream.concat(each, Stream.concat(others, sample));
    }

    void addTo(ObjectNode sink) {
        if (most < 1) {
            return;
        }
        ArrayNode tenants = sink.putArray("tenants");
        named().forEach(tenant -> tenants.addObject()
                .put("tenant", tenant.code())
                .put("lag", of(tenant).changes())
                .put("oldest", of(tenant).oldest().toString()));
        sink.putObject("otherTenants").put("tenants", others()).put("lag", othersChanges());
        sink.put("byTenantOf", backlog.read());
    }

    private List<Tenant> named() {
        return backlog.largest(most);
    }

    private OfTenant of(Tenant tenant) {
        return backlog.of(tenant);
    }

    private int others() {
        return Math.max(0, backlog.tenants().size() - most);
    }

    private long othersChanges() {
        return backlog.tenants().values().stream().mapToLong(OfTenant::changes).sum()
                - named().stream().mapToLong(tenant -> of(tenant).changes()).sum();
    }
}
