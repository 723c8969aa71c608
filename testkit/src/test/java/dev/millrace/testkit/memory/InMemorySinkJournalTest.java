/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.SinkJournal;
import dev.millrace.testkit.contract.SinkJournalContract;

class InMemorySinkJournalTest extends SinkJournalContract {

    private final SinkJournal journal = new InMemorySinkJournal();

    @Override
    protected SinkJournal journal() {
        return journal;
    }

    @Override
    protected ModuleId module() {
        return new ModuleId("test", "shop", "order");
    }
}
