/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How observations of commands are named and labelled. A bean of this type replaces {@link StandardPublishConvention}. */
public interface PublishObservationConvention extends ObservationConvention<PublishContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PublishContext;
    }
}
