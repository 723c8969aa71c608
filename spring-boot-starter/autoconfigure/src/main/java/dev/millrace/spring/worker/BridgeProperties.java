/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.kcl.KclOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bridge from the command tables to Kafka. Any number of workers may run it: they share the shards.
 *
 * @param enabled whether this application runs it; default false
 * @param modules whose changes it carries; default every module's
 * @param workerId a name for this worker that survives its restart; default random
 * @param idle how long to wait before the next read of an empty shard; default 250 ms on AWS, 25 ms at another endpoint
 * @param failover how long a worker may be silent before the others take its shards; default 10 s on AWS, 2 s at another
 *     endpoint
 * @param maxShards how many shards this worker reads at once, at most; default 256
 * @param assignment who hands out the shards; default {@code leader} on AWS, {@code each-worker} at another endpoint
 * @param maxInFlight how many records of each module may be read and not yet acknowledged by Kafka; default 4096
 * @param maxInFlightSize how many bytes these may have together; default 32 MB
 * @param checkpointInterval how often a shard's newest watermark is saved; default 1 s
 * @param drainTimeout how long a stop waits for what is in flight; default 20 s
 */
@ConfigurationProperties("millrace.bridge")
record BridgeProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue List<String> modules,
        @Nullable String workerId,
        @Nullable Duration idle,
        @Nullable Duration failover,
        @DefaultValue("256") int maxShards,
        KclOptions.@Nullable Assignment assignment,
        @DefaultValue("4096") int maxInFlight,
        @DefaultValue("32MB") DataSize maxInFlightSize,
        @DefaultValue("1s") Duration checkpointInterval,
        @DefaultValue("20s") Duration drainTimeout) {

    BridgeProperties {
        modules = List.copyOf(modules);
    }

    KclOptions kcl(boolean local) {
        KclOptions options = (local ? KclOptions.local() : KclOptions.aws()).withMaxShards(maxShards);
        options = workerId == null ? options : options.withWorkerId(workerId);
        options = idle == null ? options : options.withIdle(idle);
        options = failover == null ? options : options.withFailover(failover);
        return assignment == null ? options : options.withAssignment(assignment);
    }
}
