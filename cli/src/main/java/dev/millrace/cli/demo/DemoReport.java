/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a demo found.
 *
 * @param commands changes of the input that were published
 * @param rejected lines of the input that are no change
 * @param items items the input speaks of
 * @param recorded commands that were written
 * @param unchanged commands whose item already looked like that
 * @param conflicts commands that lost to another; none must
 * @param neverTravelled recorded commands that did not reach the topic; none must
 * @param outOfOrder changes that came on the topic before the version that precedes them
 * @param duplicates changes that came on the topic again
 * @param bridgeWorkers workers of the bridge that ran
 * @param publishSeconds from the first command to the last answer
 * @param totalSeconds from the first command until everything had arrived
 * @param commandsPerSecond rate of publishing
 * @param peakHeapMegabytes the most heap in use that was seen in this JVM
 * @param sinks what was found in each read model
 */
record DemoReport(
        @JsonProperty long commands,
        @JsonProperty long rejected,
        @JsonProperty long items,
        @JsonProperty long recorded,
        @JsonProperty long unchanged,
        @JsonProperty long conflicts,
        @JsonProperty long neverTravelled,
        @JsonProperty long outOfOrder,
        @JsonProperty long duplicates,
        @JsonProperty int bridgeWorkers,
        @JsonProperty double publishSeconds,
        @JsonProperty double totalSeconds,
        @JsonProperty long commandsPerSecond,
        @JsonProperty long peakHeapMegabytes,
        @JsonProperty List<SinkReport> sinks) {

    /** Tells whether nothing is lost and every item is as the input says, in every read model. */
    boolean isClean() {
        return neverTravelled == 0
                && outOfOrder == 0
                && conflicts == 0
                && sinks.stream().allMatch(SinkReport::isClean);
    }

    void writeTo(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), this);
    }

    /** The report for people. */
    String summary() {
        return """

                %s
                  commands   %,d published in %.1f s (%,d/s): %,d recorded, %,d unchanged, %,d conflicts, %,d lines rejected
                  items      %,d in the input
                  topic      %,d never travelled · %,d out of order · %,d duplicates · all there after %.1f s
                  memory     peak heap %,d MB
                %s"""
                .formatted(
                        isClean()
                                ? "Every item arrived as the input says."
                                : "NOT every item arrived as the input says.",
                        commands,
                        publishSeconds,
                        commandsPerSecond,
                        recorded,
                        unchanged,
                        conflicts,
                        rejected,
                        items,
                        neverTravelled,
                        outOfOrder,
                        duplicates,
                        totalSeconds,
                        peakHeapMegabytes,
                        sinks.stream().map(SinkReport::summary).collect(Collectors.joining()));
    }
}
