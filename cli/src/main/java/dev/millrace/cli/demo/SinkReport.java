/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a demo found in one read model.
 *
 * @param sink its sink
 * @param verified items found exactly as the input says
 * @param lost items missing or too old
 * @param mismatched items with other content than the input says
 * @param givenUp changes that the sink gave up
 * @param secondsAfterPublishing from the last command's answer until everything was there
 * @param endToEndMillis from a command's recording until the read model showed it or a later one
 */
record SinkReport(
        @JsonProperty String sink,
        @JsonProperty long verified,
        @JsonProperty long lost,
        @JsonProperty long mismatched,
        @JsonProperty long givenUp,
        @JsonProperty double secondsAfterPublishing,
        @JsonProperty EndToEnd endToEndMillis) {

    /**
     * How long changes took, in milliseconds.
     *
     * @param p50 half of them took no longer
     * @param p99 99 of 100 took no longer
     * @param max none took longer
     */
    record EndToEnd(@JsonProperty long p50, @JsonProperty long p99, @JsonProperty long max) {}

    static SinkReport of(String sink, Verification found, Arrivals arrivals, double secondsAfterPublishing) {
        return new SinkReport(
                sink,
                found.verified(),
                found.lost(),
                found.mismatched(),
                arrivals.givenUp(),
                secondsAfterPublishing,
                new EndToEnd(arrivals.millisAt(50), arrivals.millisAt(99), arrivals.millisAt(100)));
    }

    boolean isClean() {
        return lost == 0 && mismatched == 0 && givenUp == 0;
    }

    /** A line for people. */
    String summary() {
        return "  %-10s %,d items verified, %,d lost, %,d mismatched, %,d given up · complete %.1f s after the last command · p50 %,d ms · p99 %,d ms · max %,d ms%n"
                .formatted(
                        sink,
                        verified,
                        lost,
                        mismatched,
                        givenUp,
                        secondsAfterPublishing,
                        endToEndMillis.p50(),
                        endToEndMillis.p99(),
                        endToEndMillis.max());
    }
}
