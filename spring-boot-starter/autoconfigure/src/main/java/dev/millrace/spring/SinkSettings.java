/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How one sink is configured: {@code millrace.sinks.<name>.*}.
 *
 * @param kind what kind of sink: the {@link SinkKind} that makes it; default the name
 * @param modules whose changes it takes; default every module's
 * @param run whether this application feeds the sink, rather than only asking it for its versions; default false
 * @param lanes how many batches may be under way at once; a power of two; default 16
 * @param maxBatch how many changes a batch has at most; default 100
 * @param compaction whether the sink is shown only the newest of the versions that wait; default true
 * @param maxInFlight how many changes may be taken and not yet acknowledged; default 4096
 * @param maxInFlightSize how many bytes these may have together; default 32 MB
 * @param drainTimeout how long a stop waits for what is in flight; default 20 s
 * @param properties what this kind of sink needs to know
 */
public record SinkSettings(
        @DefaultValue("") String kind,
        @DefaultValue List<String> modules,
        @DefaultValue("false") boolean run,
        @DefaultValue("16") int lanes,
        @DefaultValue("100") int maxBatch,
        @DefaultValue("true") boolean compaction,
        @DefaultValue("4096") int maxInFlight,
        @DefaultValue("32MB") DataSize maxInFlightSize,
        @DefaultValue("20s") Duration drainTimeout,
        @DefaultValue Map<String, String> properties) {

    /** Copies the collections. */
    public SinkSettings {
        modules = List.copyOf(modules);
        properties = Map.copyOf(properties);
    }

    /** The settings of a sink that nobody mentions: known, and not fed. */
    static SinkSettings unmentioned(String kind) {
        return new SinkSettings(
                kind,
                List.of(),
                false,
                16,
                100,
                true,
                4096,
                DataSize.ofMegabytes(32),
                Duration.ofSeconds(20),
                Map.of());
    }

    /** Shows the names of the properties, not their values, which may be secret. */
    @Override
    public String toString() {
        return "SinkSettings[kind=%s, modules=%s, run=%s, properties=%s]"
                .formatted(kind, modules, run, properties.keySet());
    }
}
