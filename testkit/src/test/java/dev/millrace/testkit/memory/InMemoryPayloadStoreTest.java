/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.offload.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;

class InMemoryPayloadStoreTest extends PayloadStoreContract {

    private final InMemoryPayloadStore store = new InMemoryPayloadStore();

    @Override
    protected PayloadStore store() {
        return store;
    }
}
