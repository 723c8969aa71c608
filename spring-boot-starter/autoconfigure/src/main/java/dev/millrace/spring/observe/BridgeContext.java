/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;

/** The observation of a change that a bridge has carried. */
public final class BridgeContext extends ChangeContext {

    BridgeContext(ModuleId module, ChangeRecord change) {
        super(module, change);
    }
}
