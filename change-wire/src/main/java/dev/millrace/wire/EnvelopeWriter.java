/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.ModuleId;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.core.extensions.DistributedTracingExtension;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventWriter;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Puts a body into its envelope: the key and the CloudEvents headers. It drives the binding of the CloudEvents library
 * itself, since an event object in between would double the cost of a record.
 */
final class EnvelopeWriter {

    static final String TYPE = "dev.millrace.change.v1";
    static final String CONTENT_TYPE = "application/json";

    static final String TENANT = "tenant";
    static final String ITEM_TYPE = "itemtype";
    static final String ITEM_VERSION = "itemversion";
    static final String DELETED = "deleted";
    static final String PARTITION_KEY = "partitionkey";

    private EnvelopeWriter() {}

    static ProducerRecord<String, byte[]> write(String topic, ChangeRecord change, ModuleId module, byte[] body) {
        String itemId = change.key().id();
        CloudEventWriter<ProducerRecord<String, byte[]>> event =
                KafkaMessageFactory.createWriter(topic, itemId).create(SpecVersion.V1);
        writeAttributes(event, change, itemId, module);
        writeExtensions(event, change, itemId);
        return event.end(BytesCloudEventData.wrap(body));
    }

    private static void writeAttributes(
            CloudEventWriter<?> event, ChangeRecord change, String itemId, ModuleId module) {
        event.withContextAttribute(CloudEventV1.ID, change.commandId().text());
        event.withContextAttribute(CloudEventV1.SOURCE, source(module));
        event.withContextAttribute(CloudEventV1.TYPE, TYPE);
        event.withContextAttribute(CloudEventV1.SUBJECT, itemId);
        event.withContextAttribute(
                CloudEventV1.TIME, Moments.text(change.state().audit().updated().at()));
        event.withContextAttribute(CloudEventV1.DATACONTENTTYPE, CONTENT_TYPE);
    }

    private static void writeExtensions(CloudEventWriter<?> event, ChangeRecord change, String itemId) {
        ItemState state = change.state();
        ItemKey key = state.key();
        event.withContextAttribute(TENANT, key.tenant().code());
        event.withContextAttribute(ITEM_TYPE, key.type());
        // A text: an integer of CloudEvents ends at 32 bits.
        event.withContextAttribute(ITEM_VERSION, state.version().toString());
        event.withContextAttribute(DELETED, Boolean.toString(state.content().deleted()));
        event.withContextAttribute(PARTITION_KEY, itemId);
        String traceparent = change.origin().traceparent();
        if (!traceparent.isEmpty()) {
            event.withContextAttribute(DistributedTracingExtension.TRACEPARENT, traceparent);
        }
    }

    private static String source(ModuleId module) {
        return "/" + module.environment() + "/" + module.application() + "/" + module.module();
    }
}
