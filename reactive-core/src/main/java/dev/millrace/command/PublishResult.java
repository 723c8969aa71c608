/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import java.util.function.Function;

/** How one of many commands ended: the failure of one says nothing of the others. */
public sealed interface PublishResult {

    /** The command. */
    Command command();

    /** Returns what the function for this result gives. */
    <T> T fold(Function<? super Done, ? extends T> done, Function<? super Failed, ? extends T> failed);

    /**
     * It ended well.
     *
     * @param command the command
     * @param outcome how
     */
    record Done(Command command, PublishOutcome outcome) implements PublishResult {

        /** Refuses null. */
        public Done {
            requireNonNull(command, "command");
            requireNonNull(outcome, "outcome");
        }

        @Override
        public <T> T fold(Function<? super Done, ? extends T> done, Function<? super Failed, ? extends T> failed) {
            return done.apply(this);
        }
    }

    /**
     * It failed; the failure says whether trying again helps.
     *
     * @param command the command
     * @param failure why
     */
    record Failed(Command command, MillraceException failure) implements PublishResult {

        /** Refuses null. */
        public Failed {
            requireNonNull(command, "command");
            requireNonNull(failure, "failure");
        }

        @Override
        public <T> T fold(Function<? super Done, ? extends T> done, Function<? super Failed, ? extends T> failed) {
            return failed.apply(this);
        }
    }
}
