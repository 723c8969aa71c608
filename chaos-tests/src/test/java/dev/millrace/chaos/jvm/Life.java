/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.jvm;

import dev.millrace.item.ModuleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a child is to be.
 *
 * @param kind the bridge or a runner
 * @param process the name of this life
 * @param member the name under which it holds leases or partitions; the next life of that name gets them back at once
 * @param crashPoint where it is to wait for its death, or {@link #NONE}
 * @param times when it is to: the how manieth time it gets there
 * @param began when the test began
 * @param events where it writes down what it does
 * @param dynamo where DynamoDB answers
 * @param accessKey the name of the database
 * @param kafka where Kafka answers
 * @param module the name of the tables and topics
 */
record Life(
        Kind kind,
        String process,
        String member,
        String crashPoint,
        int times,
        Instant began,
        Path events,
        URI dynamo,
        String accessKey,
        String kafka,
        String module) {

    static final String NONE = "none";

    /** What a process can be. */
    enum Kind {
        BRIDGE,
        RUNNER
    }

    /** Whether what the sink cannot take is parked; else it is a dead letter. */
    boolean parks() {
        return !crashPoint.contains("DEAD_LETTER");
    }

    /** Whether the sink takes everything, so that redrives go well. */
    boolean isMended() {
        return crashPoint.contains("REDRIVE") || crashPoint.equals(NONE);
    }

    ModuleId moduleId() {
        return module(module);
    }

    static ModuleId module(String name) {
        return new ModuleId("test", "chaos", name);
    }

    List<String> arguments() {
        return List.of(
                kind.name(),
                process,
                member,
                crashPoint,
                Integer.toString(times),
                began.toString(),
                events.toString(),
                dynamo.toString(),
                accessKey,
                kafka,
                module);
    }

    static Life of(String... arguments) {
        return new Life(
                Kind.valueOf(arguments[0]),
                arguments[1],
                arguments[2],
                arguments[3],
                Integer.parseInt(arguments[4]),
                Instant.parse(arguments[5]),
                Path.of(arguments[6]),
                URI.create(arguments[7]),
                arguments[8],
                arguments[9],
                arguments[10]);
    }
}
