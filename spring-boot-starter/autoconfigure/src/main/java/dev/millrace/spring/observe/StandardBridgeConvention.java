/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import io.micrometer.common.KeyValues;

/** Observations of bridges are called {@code millrace.bridge}, and their spans {@code order bridge}. */
public class StandardBridgeConvention implements BridgeObservationConvention {

    /** Creates the convention. */
    public StandardBridgeConvention() {}

    @Override
    public String getName() {
        return "millrace.bridge";
    }

    @Override
    public String getContextualName(BridgeContext context) {
        return context.module().module() + " bridge";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(BridgeContext context) {
        return ChangeKeys.low(context, "publish");
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(BridgeContext context) {
        return ChangeKeys.high(context);
    }
}
