/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.item.InvalidValueException;

/**
 * When payloads are kept outside of their rows, and how they are fetched.
 *
 * @param thresholdBytes the largest {@link PayloadSize size} of a payload that stays in its row, from 1 KiB to 384 KiB;
 *     default 256 KiB, which leaves room for the rest of the row and of the record
 * @param concurrency how many payloads of one list or batch are fetched at once, 1 or more; default 8
 * @param batchBytes how many bytes of fetched payloads a sink is given at once, 1 or more; a batch of changes that has
 *     more of them is applied in parts; default 32 MiB
 */
public record OffloadOptions(int thresholdBytes, int concurrency, long batchBytes) {

    private static final int SMALLEST_THRESHOLD = 1 << 10;
    private static final int LARGEST_THRESHOLD = 384 << 10;
    private static final int DEFAULT_THRESHOLD = 256 << 10;
    private static final long DEFAULT_BATCH = 32L << 20;

    /** Validates the numbers; fails with {@link InvalidValueException}. */
    public OffloadOptions {
        if (thresholdBytes < SMALLEST_THRESHOLD || thresholdBytes > LARGEST_THRESHOLD) {
            throw new InvalidValueException(
                    "thresholdBytes",
                    Integer.toString(thresholdBytes),
                    "must be from %d to %d".formatted(SMALLEST_THRESHOLD, LARGEST_THRESHOLD));
        }
        if (concurrency < 1) {
            throw new InvalidValueException("concurrency", Integer.toString(concurrency), "must be at least 1");
        }
        if (batchBytes < 1) {
            throw new InvalidValueException("batchBytes", Long.toString(batchBytes), "must be at least 1");
        }
    }

    /** The defaults. */
    public static OffloadOptions defaults() {
        return new OffloadOptions(DEFAULT_THRESHOLD, 8, DEFAULT_BATCH);
    }

    /** The same options with another threshold. */
    public OffloadOptions withThresholdBytes(int newThresholdBytes) {
        return new OffloadOptions(newThresholdBytes, concurrency, batchBytes);
    }

    /** The same options with another number of payloads fetched at once. */
    public OffloadOptions withConcurrency(int newConcurrency) {
        return new OffloadOptions(thresholdBytes, newConcurrency, batchBytes);
    }

    /** The same options with another amount of payloads that a sink is given at once. */
    public OffloadOptions withBatchBytes(long newBatchBytes) {
        return new OffloadOptions(thresholdBytes, concurrency, newBatchBytes);
    }
}
