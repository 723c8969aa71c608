/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Recorded;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** I2: the versions of an item are 1..n, each one command. */
final class OneHistoryPerItem implements HistoryChecker {

    @Override
    public String invariant() {
        return "I2";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<String, TreeMap<Long, String>> items = new HashMap<>();
        history.all(Recorded.class).forEach(row -> {
            String before = items.computeIfAbsent(row.fact().item(), item -> new TreeMap<>())
                    .put(row.fact().version(), row.command());
            if (before != null && !before.equals(row.command())) {
                broken.accept("%s is both %s and %s".formatted(row.fact(), before, row.command()));
            }
        });
        items.forEach((item, versions) -> {
            if (versions.firstKey() != 1 || versions.lastKey() != versions.size()) {
                broken.accept("%s has the versions %s".formatted(item, versions.keySet()));
            }
        });
    }
}
