/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How observations of changes that a bridge carries are named and labelled. A bean of this type replaces {@link StandardBridgeConvention}. */
public interface BridgeObservationConvention extends ObservationConvention<BridgeContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof BridgeContext;
    }
}
