/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.CommandId;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Version;
import io.cloudevents.CloudEventData;

/**
 * What a record says outside its body.
 *
 * @param commandId the command that wrote this version
 * @param key which item
 * @param version which version of it
 * @param deleted whether the item counts as deleted
 * @param traceparent the trace context of the request; may be empty
 * @param body the JSON text, unchecked
 */
record Envelope(
        CommandId commandId, ItemKey key, Version version, boolean deleted, String traceparent, CloudEventData body) {

    /** Returns the change that this and the body make together. */
    ChangeRecord around(Body content) throws BrokenRuleException {
        if (deleted != content.content().deleted()) {
            throw new BrokenRuleException("attribute deleted", "must be what the body says");
        }
        ItemState state = new ItemState(key, version, content.content(), content.audit(), content.removableAt());
        return new ChangeRecord(state, commandId, new Origin(content.source(), content.requestId(), traceparent));
    }
}
