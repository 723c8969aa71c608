/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event;
import dev.millrace.chaos.history.Event.Applied;
import dev.millrace.chaos.history.History;
import dev.millrace.chaos.history.History.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I8: no sink goes back to an older version, nor writes one twice; and a delete is a version like any other. */
final class SinksMoveForward implements HistoryChecker {

    private record Row(String sink, String item) {}

    @Override
    public String invariant() {
        return "I8";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<Row, Entry> newest = new HashMap<>();
        history.entries().forEach(entry -> {
            if (entry.event() instanceof Applied applied) {
                Entry before = newest.get(row(applied));
                if (before != null && isNotBefore(version(before.event()), applied) && isOver(before, applied)) {
                    broken.accept("%s after %s".formatted(applied, before.event()));
                }
                if (before == null || version(before.event()) < applied.fact().version()) {
                    newest.put(row(applied), entry);
                }
            }
        });
    }

    private static Row row(Applied applied) {
        return new Row(applied.sink(), applied.fact().item());
    }

    private static long version(Event applied) {
        return ((Applied) applied).fact().version();
    }

    private static boolean isNotBefore(long version, Applied next) {
        return version >= next.fact().version();
    }

    /** Of two writes that were under way together, either may have come first. */
    private static boolean isOver(Entry before, Applied next) {
        return before.at().compareTo(next.begun()) <= 0;
    }
}
