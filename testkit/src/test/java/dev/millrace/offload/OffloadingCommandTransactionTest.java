/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.CommandTransactionContract;
import dev.millrace.testkit.memory.InMemoryCommandLog;
import dev.millrace.testkit.memory.InMemoryDataStore;
import dev.millrace.testkit.memory.InMemoryPayloadStore;

/** The smallest threshold there is, so that the larger payloads of the contract are kept outside. */
class OffloadingCommandTransactionTest extends CommandTransactionContract {

    private final PayloadOffload offload = PayloadOffload.to(
            new InMemoryPayloadStore(), OffloadOptions.defaults().withThresholdBytes(1024));
    private final InMemoryDataStore data = new InMemoryDataStore();
    private final CommandLog log = offload.commandLog(new InMemoryCommandLog(data));

    @Override
    protected CommandLog log() {
        return log;
    }

    @Override
    protected DataStore data() {
        return offload.dataStore(data);
    }
}
