/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a demo found.
 *
 * @param commands changes of the input that were published
 * @param rejected lines of the input that are no change
 * @param items items the input speaks of
 * @param recorded commands that were written
 * @param unchanged commands whose item already looked like that
 * @param conflicts commands that lost to another; none must
 * @param verified items that a query found exactly as the input says
 * @param lost recorded commands that never reached the topic, and items missing or too old in the data table
 * @param mismatched items with other content than the input says
 * @param outOfOrder changes that came on the topic before the version that precedes them
 * @param duplicates changes that came on the topic again
 * @param deadLetters changes that the sink gave up
 * @param bridgeWorkers workers of the bridge that ran
 * @param publishSeconds from the first command to the last answer
 * @param totalSeconds from the first command until everything had arrived
 * @param commandsPerSecond rate of publishing
 * @param endToEndMillis from a command's recording until the data table showed it or a later one
 * @param peakHeapMegabytes the most heap in use that was seen in this JVM
 */
record DemoReport(
        @JsonProperty long commands,
        @JsonProperty long rejected,
        @JsonProperty long items,
        @JsonProperty long recorded,
        @JsonProperty long unchanged,
        @JsonProperty long conflicts,
        @JsonProperty long verified,
        @JsonProperty long lost,
        @JsonProperty long mismatched,
        @JsonProperty long outOfOrder,
        @JsonProperty long duplicates,
        @JsonProperty long deadLetters,
        @JsonProperty int bridgeWorkers,
        @JsonProperty double publishSeconds,
        @JsonProperty double totalSeconds,
        @JsonProperty long commandsPerSecond,
        @JsonProperty EndToEnd endToEndMillis,
        @JsonProperty long peakHeapMegabytes) {

    /**
     * How long changes took, in milliseconds.
     *
     * @param p50 half of them took no longer
     * @param p99 99 of 100 took no longer
     * @param max none took longer
     */
    record EndToEnd(@JsonProperty long p50, @JsonProperty long p99, @JsonProperty long max) {}

    /** Tells whether nothing is lost and every item is as the input says. */
    boolean isClean() {
        return lost == 0 && mismatched == 0 && outOfOrder == 0 && conflicts == 0 && deadLetters == 0;
    }

    void writeTo(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), this);
    }

    /** The report for people. */
    String summary() {
        return """

                %s
                  commands   %,d published in %.1f s (%,d/s): %,d recorded, %,d unchanged, %,d conflicts, %,d lines rejected
                  items      %,d in the input, %,d verified, %,d mismatched
                  road       lost %,d · out of order %,d · duplicates %,d · dead letters %,d · all there after %.1f s
                  latency    p50 %,d ms · p99 %,d ms · max %,d ms, from recording to the data table
                  memory     peak heap %,d MB
                """
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
                        verified,
                        mismatched,
                        lost,
                        outOfOrder,
                        duplicates,
                        deadLetters,
                        totalSeconds,
                        endToEndMillis.p50(),
                        endToEndMillis.p99(),
                        endToEndMillis.max(),
                        peakHeapMegabytes);
    }
}
