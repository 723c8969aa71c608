/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

/** What a publish has to do, once it is known what the item looks like. */
sealed interface Step {

    /** Nothing: the outcome is certain without a write. */
    record Settled(PublishOutcome outcome) implements Step {}

    /** Append this row, and then see whether its version was free. */
    record Write(RecordedCommand next) implements Step {}
}
