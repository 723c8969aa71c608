/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.bridge.ShardStatus;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.runner.kafka.SinkPositions.PartitionPosition;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How far a module's changes have come.
 *
 * @param shards the shards that a bridge has read of
 * @param sinks the sinks asked for
 */
record Status(List<Shard> shards, List<Sink> sinks) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A shard.
     *
     * @param source what reads it
     * @param status how far
     */
    record Shard(String source, ShardStatus status) {

        private String line() {
            return "shard %s  %s  worker %s  checkpoint %s%s"
                    .formatted(
                            status.shard(),
                            source,
                            orDash(status.worker()),
                            orDash(status.checkpoint()),
                            isNoted() ? "  carried up to " + status.carriedUpTo() : "");
        }

        private boolean isNoted() {
            return status.carriedUpTo().isAfter(Instant.EPOCH);
        }

        private void addTo(ArrayNode shards) {
            ObjectNode node = shards.addObject()
                    .put("shard", status.shard().text())
                    .put("source", source)
                    .put("worker", status.worker())
                    .put("checkpoint", status.checkpoint());
            if (isNoted()) {
                node.put("carriedUpTo", status.carriedUpTo().toString());
            }
        }
    }

    /**
     * A sink.
     *
     * @param name which
     * @param positions where it stands, by partition
     * @param parked how many items are parked
     * @param tenants whose changes it has yet to take
     */
    record Sink(SinkName name, List<PartitionPosition> positions, long parked, TenantLags tenants) {

        private long lag() {
            return positions.stream().mapToLong(PartitionPosition::lag).sum();
        }

        private Stream<String> lines() {
            Stream<String> partitions = positions.stream().map(one -> "  partition %d  next %,d  end %,d  lag %,d"
                    .formatted(one.partition(), one.next(), one.end(), one.lag()));
            return Stream.of(
                            Stream.of("sink %s  lag %,d  parked items %,d".formatted(name, lag(), parked)),
                            partitions,
                            tenants.lines())
                    .flatMap(Function.identity());
        }

        private void addTo(ArrayNode sinks) {
            ObjectNode sink =
                    sinks.addObject().put("sink", name.text()).put("lag", lag()).put("parkedItems", parked);
            tenants.addTo(sink);
            ArrayNode partitions = sink.putArray("partitions");
            positions.forEach(one -> partitions
                    .addObject()
                    .put("partition", one.partition())
                    .put("next", one.next())
                    .put("end", one.end())
                    .put("lag", one.lag()));
        }
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    List<String> lines() {
        Stream<String> ofShards = shards.isEmpty()
                ? Stream.of("no bridge has run")
                : shards.stream().map(Shard::line);
        return Stream.concat(ofShards, sinks.stream().flatMap(Sink::lines)).toList();
    }

    ObjectNode json() {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode ofShards = node.putArray("shards");
        shards.forEach(shard -> shard.addTo(ofShards));
        ArrayNode ofSinks = node.putArray("sinks");
        sinks.forEach(sink -> sink.addTo(ofSinks));
        return node;
    }
}
