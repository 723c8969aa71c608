/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.MillraceException;

/**
 * A Kafka record is not a change of a kind this library reads. The message says where it is and which rule it breaks,
 * nothing of what it holds; for the same reason there is no cause.
 */
public final class UndecodableRecordException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;
    private final long offset;
    private final String rule;

    /**
     * Creates the failure.
     *
     * @param topic the topic the record is on
     * @param partition its partition
     * @param offset its offset
     * @param rule the rule it breaks, as a sentence, for example {@code the record must have a body}
     */
    public UndecodableRecordException(String topic, int partition, long offset, String rule) {
        super("record %s-%d@%d is undecodable: %s".formatted(topic, partition, offset, rule));
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.rule = rule;
    }

    /** The topic the record is on. */
    public String topic() {
        return topic;
    }

    /** The record's partition. */
    public int partition() {
        return partition;
    }

    /** The record's offset. */
    public long offset() {
        return offset;
    }

    /** The rule the record breaks, as a sentence. */
    public String rule() {
        return rule;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
