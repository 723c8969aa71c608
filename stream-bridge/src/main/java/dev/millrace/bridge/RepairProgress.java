/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a repair has come.
 *
 * @param since it publishes what was recorded since then
 * @param began when it did
 * @param carried the parts of the command table that are, one bit each
 */
record RepairProgress(Instant since, Instant began, BigInteger carried) {

    /** What a stream loses is a day old, so a repair that began this long ago has published it too. */
    private static final Duration VALID = Duration.ofHours(12);

    private static final int HEX = 16;
    private static final String SEPARATOR = " ";
    private static final int FIELDS = 4;

    static RepairProgress begin(Instant since, Instant now) {
        return new RepairProgress(since, now, BigInteger.ZERO);
    }

    /** Reads what {@link #place} wrote; empty if it is none, or one of a table with another number of parts. */
    static Optional<RepairProgress> read(SequenceNumber place) {
        String[] fields = place.text().split(SEPARATOR, -1);
        if (fields.length != FIELDS || !fields[2].equals(Integer.toString(CommandTable.PARTS))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RepairProgress(
                    Instant.parse(fields[0]), Instant.parse(fields[1]), new BigInteger(fields[3], HEX)));
        } catch (DateTimeException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** Tells whether a repair of what was recorded since that moment may go on here. */
    boolean covers(Instant wanted, Instant now) {
        return !wanted.isBefore(since) && now.isBefore(began.plus(VALID));
    }

    boolean isLeft(int part) {
        return !carried.testBit(part);
    }

    boolean isDone() {
        return carried.bitCount() == CommandTable.PARTS;
    }

    RepairProgress with(int part) {
        return new RepairProgress(since, began, carried.setBit(part));
    }

    /** The progress as a place that can be noted. */
    SequenceNumber place() {
        return SequenceNumber.of(String.join(
                SEPARATOR,
                since.toString(),
                began.toString(),
                Integer.toString(CommandTable.PARTS),
                carried.toString(HEX)));
    }
}
