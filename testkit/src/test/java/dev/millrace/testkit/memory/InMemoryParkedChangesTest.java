/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.memory;

import dev.millrace.item.ModuleId;
import dev.millrace.parking.ParkedChanges;
import dev.millrace.testkit.contract.ParkedChangesContract;

class InMemoryParkedChangesTest extends ParkedChangesContract {

    private final ParkedChanges parked = new InMemoryParkedChanges();

    @Override
    protected ParkedChanges parked() {
        return parked;
    }

    @Override
    protected ModuleId module() {
        return new ModuleId("test", "shop", "order");
    }
}
