/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.item.ModuleId;

/** A bean that gives each bridge a listener. All beans of this type are asked. */
@FunctionalInterface
public interface BridgeListenerFactory {

    /** Returns the listener for the bridge of that module. */
    BridgeListener create(ModuleId module);
}
