/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

/** A stream with one open shard, and sources that read it. */
public interface StreamFixture extends AutoCloseable {

    /** A source of the stream; all of them share one worker's name and its checkpoints. */
    StreamSource source();

    /** Writes the changes of these numbers, which are versions of one item. */
    void write(int from, int to);

    /** Ends the open shard and opens its child. */
    void roll();

    @Override
    void close();
}
