/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import dev.millrace.spring.observe.MillraceObservation.ChangeKey;
import dev.millrace.spring.observe.MillraceObservation.CommonKey;
import dev.millrace.spring.observe.MillraceObservation.MessagingKey;
import io.micrometer.common.KeyValues;

/** The keys that all observations of changes have. */
final class ChangeKeys {

    private ChangeKeys() {}

    static KeyValues low(ChangeContext context, String operation) {
        return KeyValues.of(
                CommonKey.MODULE.withValue(context.module().module()),
                CommonKey.OUTCOME.withValue(context.outcome()),
                MessagingKey.SYSTEM.withValue("kafka"),
                MessagingKey.OPERATION.withValue(operation));
    }

    static KeyValues high(ChangeContext context) {
        return KeyValues.of(
                ChangeKey.COMMAND_ID.withValue(context.change().commandId().text()),
                ChangeKey.VERSION.withValue(context.change().version().toString()));
    }
}
