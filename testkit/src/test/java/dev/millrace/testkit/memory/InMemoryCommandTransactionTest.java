/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.command.CommandLog;
import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.CommandTransactionContract;

class InMemoryCommandTransactionTest extends CommandTransactionContract {

    private final InMemoryDataStore data = new InMemoryDataStore();
    private final InMemoryCommandLog log = new InMemoryCommandLog(data);

    @Override
    protected CommandLog log() {
        return log;
    }

    @Override
    protected DataStore data() {
        return data;
    }
}
