/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How observations of changes that a sink takes are named and labelled. A bean of this type replaces {@link StandardSinkConvention}. */
public interface SinkObservationConvention extends ObservationConvention<SinkContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof SinkContext;
    }
}
