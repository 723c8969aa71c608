/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.streams;

/** What a reader asks of a stream. */
public enum StreamCall {
    /** {@code DescribeStream}: which shards there are. */
    DESCRIBE,
    /** {@code GetShardIterator}: where to begin. */
    ITERATOR,
    /** {@code GetRecords}: a page. */
    READ
}
