/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import org.jspecify.annotations.Nullable;

/**
 * What a worker knows of one item: an unbroken sequence of versions that are on the topic or on their way. Shards of one
 * worker may share it; what one of them has sent and not had acknowledged means nothing to the others.
 */
final class Seen {

    /** What to do with a version. */
    enum Step {
        /** It continues the sequence, and counts as sent from now on. */
        NEXT,
        /** It is part of the sequence. */
        REPEATED,
        /** It is older than all that is known, which was taken for carried: better late than never. */
        LATE,
        /** This reader has sent a version, and those in between are missing. */
        GAP,
        /** Nothing is known that would tell whether its predecessors are carried. */
        FIRST_SIGHT
    }

    private final long born;
    private @Nullable Object reader;
    private long first = 1;
    private long sent;
    private long acknowledged;

    Seen(long born) {
        this.born = born;
    }

    /** When the item was created, in seconds since 1970. */
    long born() {
        return born;
    }

    /** What the reader is to do with that version. */
    synchronized Step step(Object asking, long version) {
        long last = lastFor(asking);
        if (version == last + 1) {
            first = last == 0 ? 1 : first;
            continueTo(asking, version);
            return Step.NEXT;
        }
        if (version <= last) {
            return version < first ? Step.LATE : Step.REPEATED;
        }
        return reader == asking ? Step.GAP : Step.FIRST_SIGHT;
    }

    /** The newest version that the reader can build on; 0 if there is none. */
    synchronized long lastFor(Object asking) {
        return reader == asking ? sent : acknowledged;
    }

    /** The reader has sent an unbroken sequence from one version to another. */
    synchronized void sent(Object by, long from, long to) {
        if (from > lastFor(by) + 1) {
            first = from;
        }
        continueTo(by, to);
    }

    /** A reader has everything acknowledged up to that version. */
    synchronized void acknowledged(long upTo) {
        acknowledged = Math.max(acknowledged, upTo);
    }

    private void continueTo(Object by, long version) {
        reader = by;
        sent = version;
    }
}
