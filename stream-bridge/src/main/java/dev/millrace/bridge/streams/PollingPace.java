/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import java.time.Duration;

/**
 * How long to wait before a shard is read again: not at all while there is more, a little while something comes, ever
 * longer while nothing does. For one shard; not safe for concurrent use.
 *
 * <p>One empty page says little, because a stream may answer with several of them before the next record. So the pause
 * begins to grow only after {@value #EMPTY_PAGES_IN_A_ROW} empty pages in a row.
 */
public final class PollingPace {

    private static final int EMPTY_PAGES_IN_A_ROW = 10;
    private static final int LONGEST_DOUBLING = 20;

    private final Duration busy;
    private final Duration longest;

    private int emptyPages;

    /**
     * Creates a pace.
     *
     * @param busy the pause while something comes
     * @param longest the longest pause while nothing does; no shorter one than {@code busy} is
     */
    public PollingPace(Duration busy, Duration longest) {
        this.busy = busy;
        this.longest = longest.compareTo(busy) < 0 ? busy : longest;
    }

    /** Takes note of a page and returns the pause between it and the next. */
    public Duration after(Page page) {
        if (page == Page.EMPTY) {
            emptyPages++;
            return grown();
        }
        emptyPages = 0;
        return page == Page.FULL ? Duration.ZERO : busy;
    }

    /** Tells whether so many pages in a row were empty that there seems to be nothing more to read. */
    public boolean hasCaughtUp() {
        return emptyPages >= EMPTY_PAGES_IN_A_ROW;
    }

    private Duration grown() {
        int doublings = Math.min(Math.max(0, emptyPages - EMPTY_PAGES_IN_A_ROW), LONGEST_DOUBLING);
        Duration pause = busy.multipliedBy(1L << doublings);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** What a page held. */
    public enum Page {
        /** Nothing, which does not mean that the shard has nothing more. */
        EMPTY,
        /** Something, and it seems that there is nothing more for now. */
        PARTIAL,
        /** As much as fits into a page. */
        FULL;

        /** The most records that one page holds. */
        public static final int MOST_RECORDS = 1000;

        /** A page of so many bytes may have been cut short for its size: one holds 1 MB at most. */
        private static final long MANY_BYTES = 768 << 10;

        /** Returns what a page of so many records and bytes is. */
        public static Page of(int records, long bytes) {
            if (records == 0) {
                return EMPTY;
            }
            return records >= MOST_RECORDS || bytes >= MANY_BYTES ? FULL : PARTIAL;
        }
    }
}
