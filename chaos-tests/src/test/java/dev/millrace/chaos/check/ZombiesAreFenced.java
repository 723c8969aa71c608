/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.check;

import dev.millrace.chaos.history.Event.Assigned;
import dev.millrace.chaos.history.Event.Checkpointed;
import dev.millrace.chaos.history.Event.Committed;
import dev.millrace.chaos.history.Event.Opened;
import dev.millrace.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** I11: who lost a shard or a partition to another saves nothing there any more. That sinks are safe of it, too, is I8. */
final class ZombiesAreFenced implements HistoryChecker {

    @Override
    public String invariant() {
        return "I11";
    }

    @Override
    public void check(History history, Consumer<String> broken) {
        Map<Object, String> owners = new HashMap<>();
        history.forEach(event -> {
            if (event instanceof Opened opened) {
                owners.put(opened.shard(), opened.worker());
            } else if (event instanceof Assigned assigned) {
                owners.put(assigned.partition(), assigned.runner());
            } else if (event instanceof Checkpointed saved && isForeign(owners.get(saved.shard()), saved.worker())) {
                broken.accept("%s, though %s reads there".formatted(saved, owners.get(saved.shard())));
            } else if (event instanceof Committed saved && isForeign(owners.get(saved.partition()), saved.runner())) {
                broken.accept("%s, though %s reads there".formatted(saved, owners.get(saved.partition())));
            }
        });
    }

    private static boolean isForeign(String owner, String saving) {
        return owner != null && !owner.equals(saving);
    }
}
