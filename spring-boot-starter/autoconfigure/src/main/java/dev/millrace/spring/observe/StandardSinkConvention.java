/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.spring.observe.MillraceObservation.SinkKey;
import io.micrometer.common.KeyValues;

/** Observations of sinks are called {@code millrace.sink}, and their spans {@code order data-table}. */
public class StandardSinkConvention implements SinkObservationConvention {

    /** Creates the convention. */
    public StandardSinkConvention() {}

    @Override
    public String getName() {
        return "millrace.sink";
    }

    @Override
    public String getContextualName(SinkContext context) {
        return context.module().module() + " " + context.sink();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SinkContext context) {
        return ChangeKeys.low(context, "process")
                .and(SinkKey.SINK.withValue(context.sink().text()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SinkContext context) {
        return ChangeKeys.high(context);
    }
}
