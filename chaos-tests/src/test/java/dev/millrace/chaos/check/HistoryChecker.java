/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells whether one invariant held in a history; shared by everything that makes histories. */
public interface HistoryChecker {

    /** The invariant as the guarantees number it. */
    String invariant();

    /** Reports whatever broke the invariant. */
    void check(History history, Consumer<String> broken);

    /** One checker for each invariant that a history of the whole road can show. */
    static List<HistoryChecker> all(Duration longestSilence) {
        return List.of(
                new AnsweredCommandsAreThere(),
                new OneHistoryPerItem(),
                new AllOrNothing(),
                new NothingSkipped(),
                new OrderOnTheTopic(),
                new SinksMoveForward(),
                new SinksConverge(),
                new CheckpointsStayBehind(),
                new ZombiesAreFenced(),
                new LossIsLoud(),
                new PoisonStaysAlone(),
                new NobodyIsQuiet(longestSilence),
                new MemoryIsBounded());
    }

    /** What those checkers find, each finding with its invariant. */
    static List<String> violations(List<HistoryChecker> checkers, History history) {
        List<String> found = new ArrayList<>();
        checkers.forEach(checker -> checker.check(history, broken -> found.add(checker.invariant() + ": " + broken)));
        return found;
    }
}
