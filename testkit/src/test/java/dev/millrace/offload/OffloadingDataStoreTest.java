/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload;

import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.DataStoreContract;
import dev.millrace.testkit.memory.InMemoryDataStore;
import dev.millrace.testkit.memory.InMemoryPayloadStore;

/** The smallest threshold there is, so that the larger payloads of the contract are kept outside. */
class OffloadingDataStoreTest extends DataStoreContract {

    private final DataStore store = PayloadOffload.to(
                    new InMemoryPayloadStore(), OffloadOptions.defaults().withThresholdBytes(1024))
            .dataStore(new InMemoryDataStore());

    @Override
    protected DataStore store() {
        return store;
    }
}
