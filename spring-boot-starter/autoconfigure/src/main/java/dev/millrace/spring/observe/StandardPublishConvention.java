/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.spring.observe.MillraceObservation.CommonKey;
import dev.millrace.spring.observe.MillraceObservation.PublishKey;
import io.micrometer.common.KeyValues;

/** Observations of commands are called {@code millrace.publish}, and their spans {@code order publish}. */
public class StandardPublishConvention implements PublishObservationConvention {

    /** Creates the convention. */
    public StandardPublishConvention() {}

    @Override
    public String getName() {
        return "millrace.publish";
    }

    @Override
    public String getContextualName(PublishContext context) {
        return context.module().module() + " publish";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(PublishContext context) {
        return KeyValues.of(
                CommonKey.MODULE.withValue(context.module().module()),
                CommonKey.OUTCOME.withValue(context.outcome()),
                PublishKey.OPERATION.withValue(context.operation()),
                PublishKey.DB_SYSTEM.withValue("dynamodb"));
    }
}
