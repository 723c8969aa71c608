/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.data.DataStore;
import dev.millrace.testkit.contract.DataStoreContract;

class InMemoryDataStoreTest extends DataStoreContract {

    private final InMemoryDataStore store = new InMemoryDataStore();

    @Override
    protected DataStore store() {
        return store;
    }
}
