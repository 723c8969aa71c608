/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Answer;
import dev.millrace.chaos.history.Event.Answered;
import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Fact;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I1: what a client was told is recorded is there, at exactly the version it was told. */
final class AnsweredCommandsAreThere implements HistoryChecker {

    @Override
    public String invariant() {
        return "I1";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<Fact, String> rows = new HashMap<>();
        history.all(Recorded.class).forEach(row -> rows.put(row.fact(), row.command()));
        history.all(Answered.class)
                .filter(answered -> answered.answer() == Answer.OK)
                .filter(answered -> !answered.command().equals(rows.get(answered.fact())))
                .forEach(answered -> broken.accept("%s was answered with %s, where the log has %s"
                        .formatted(answered.command(), answered.fact(), rows.get(answered.fact()))));
    }
}
