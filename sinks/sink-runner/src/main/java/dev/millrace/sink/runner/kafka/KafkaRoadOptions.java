/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner.kafka;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import java.time.Duration;
import java.util.Map;

/**
 * How a {@link KafkaRoad} works.
 *
 * @param commitInterval how often acknowledgements are saved; after a crash, what was acknowledged within it comes again;
 *     default 1 s
 * @param maxPollRecords how many records one poll takes at most; up to two polls are read ahead; default 500
 * @param maxFetchBytes how many bytes one fetch takes, more only if a single record is larger; default 8 MiB
 * @param handOverTimeout how long a partition that goes to another member of the group waits for what is in flight; what
 *     is not done by then comes again there; default 5 s
 * @param stallTimeout how long a runner that asks for changes may get none although there are some, before it subscribes
 *     anew; default 1 min
 * @param longestPause what the pauses between attempts to reach Kafka grow to, from 100 ms; default 30 s
 * @param clientProperties properties for every Kafka client, such as those for TLS and SASL, or {@code
 *     session.timeout.ms}: how long a runner may be silent before the others take its partitions, 10 s unless set; default
 *     none
 */
public record KafkaRoadOptions(
        Duration commitInterval,
        int maxPollRecords,
        int maxFetchBytes,
        Duration handOverTimeout,
        Duration stallTimeout,
        Duration longestPause,
        Map<String, String> clientProperties) {

    /** The pause after the first failure to reach Kafka. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private static final int DEFAULT_FETCH_BYTES = 8 << 20;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public KafkaRoadOptions {
        requireAtLeast(Duration.ofMillis(1), "commitInterval", commitInterval);
        requireAtLeast(Duration.ZERO, "handOverTimeout", handOverTimeout);
        requireAtLeast(Duration.ofMillis(1), "stallTimeout", stallTimeout);
        requireAtLeast(FIRST_PAUSE, "longestPause", longestPause);
        requireAtLeastOne("maxPollRecords", maxPollRecords);
        requireAtLeastOne("maxFetchBytes", maxFetchBytes);
        clientProperties = Map.copyOf(requireNonNull(clientProperties, "clientProperties"));
    }

    private static void requireAtLeast(Duration least, String what, Duration value) {
        if (requireNonNull(value, what).compareTo(least) < 0) {
            throw new InvalidValueException(what, value.toString(), "must be at least " + least);
        }
    }

    private static void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new InvalidValueException(what, Integer.toString(value), "must be at least 1");
        }
    }

    /** The defaults. */
    public static KafkaRoadOptions defaults() {
        return new KafkaRoadOptions(
                Duration.ofSeconds(1),
                500,
                DEFAULT_FETCH_BYTES,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Map.of());
    }

    /** The same options with another interval between commits. */
    public KafkaRoadOptions withCommitInterval(Duration newCommitInterval) {
        return new KafkaRoadOptions(
                newCommitInterval,
                maxPollRecords,
                maxFetchBytes,
                handOverTimeout,
                stallTimeout,
                longestPause,
                clientProperties);
    }

    /** The same options with other bounds for what is read ahead. */
    public KafkaRoadOptions withMaxFetch(int newMaxPollRecords, int newMaxFetchBytes) {
        return new KafkaRoadOptions(
                commitInterval,
                newMaxPollRecords,
                newMaxFetchBytes,
                handOverTimeout,
                stallTimeout,
                longestPause,
                clientProperties);
    }

    /** The same options with another bound for handing a partition over. */
    public KafkaRoadOptions withHandOverTimeout(Duration newHandOverTimeout) {
        return new KafkaRoadOptions(
                commitInterval,
                maxPollRecords,
                maxFetchBytes,
                newHandOverTimeout,
                stallTimeout,
                longestPause,
                clientProperties);
    }

    /** The same options with more or less patience with a consumer that stands still. */
    public KafkaRoadOptions withStallTimeout(Duration newStallTimeout) {
        return new KafkaRoadOptions(
                commitInterval,
                maxPollRecords,
                maxFetchBytes,
                handOverTimeout,
                newStallTimeout,
                longestPause,
                clientProperties);
    }

    /** The same options with another longest pause. */
    public KafkaRoadOptions withLongestPause(Duration newLongestPause) {
        return new KafkaRoadOptions(
                commitInterval,
                maxPollRecords,
                maxFetchBytes,
                handOverTimeout,
                stallTimeout,
                newLongestPause,
                clientProperties);
    }

    /** The same options with other properties for every client. */
    public KafkaRoadOptions withClientProperties(Map<String, String> newClientProperties) {
        return new KafkaRoadOptions(
                commitInterval,
                maxPollRecords,
                maxFetchBytes,
                handOverTimeout,
                stallTimeout,
                longestPause,
                newClientProperties);
    }

    /** Shows the names of the client properties, not their values, which may be secret. */
    @Override
    public String toString() {
        return "KafkaRoadOptions[commitInterval=%s, maxPollRecords=%d, maxFetchBytes=%d, handOverTimeout=%s, stallTimeout=%s, longestPause=%s, clientProperties=%s]"
                .formatted(
                        commitInterval,
                        maxPollRecords,
                        maxFetchBytes,
                        handOverTimeout,
                        stallTimeout,
                        longestPause,
                        clientProperties.keySet());
    }
}
