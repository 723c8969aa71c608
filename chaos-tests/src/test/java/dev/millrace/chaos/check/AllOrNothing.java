/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.Event.Together;
import dev.millrace.chaos.history.History;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** I5: commands that belong together are all recorded, or none is. */
final class AllOrNothing implements HistoryChecker {

    @Override
    public String invariant() {
        return "I5";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Set<String> recorded =
                history.all(Recorded.class).map(Recorded::command).collect(Collectors.toSet());
        history.all(Together.class).map(Together::commands).forEach(together -> {
            List<String> there = together.stream().filter(recorded::contains).toList();
            if (!there.isEmpty() && there.size() < together.size()) {
                broken.accept("of %s only %s are recorded".formatted(together, there));
            }
        });
    }
}
