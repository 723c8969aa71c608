/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.streams.StreamReader;
import reactor.core.scheduler.Scheduler;

/**
 * What the readings of one run share.
 *
 * @param stream is read
 * @param store keeps the checkpoints
 * @param epoch with which they may be saved
 * @param timer where time passes
 */
record Reader(StreamReader stream, CheckpointStore store, long epoch, Scheduler timer) {}
