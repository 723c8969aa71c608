/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How a change looks as a Kafka record. The format is public API: other systems read it without this library.
 *
 * <p>The record's key is the item's id. Its headers are a CloudEvent 1.0 in binary mode:
 *
 * <table>
 *   <caption>Headers</caption>
 *   <tr><th>{@code content-type}<td>{@code application/json}
 *   <tr><th>{@code ce_specversion}<td>{@code 1.0}
 *   <tr><th>{@code ce_id}<td>the command's id
 *   <tr><th>{@code ce_source}<td>{@code /environment/application/module}
 *   <tr><th>{@code ce_type}<td>{@code dev.millrace.change.v1}
 *   <tr><th>{@code ce_subject}, {@code ce_partitionkey}<td>the item's id
 *   <tr><th>{@code ce_time}<td>when this version was written
 *   <tr><th>{@code ce_tenant}, {@code ce_itemtype}<td>parts of the item's id, for filters
 *   <tr><th>{@code ce_itemversion}<td>the version, in decimal
 *   <tr><th>{@code ce_deleted}<td>{@code true} or {@code false}, for filters
 *   <tr><th>{@code ce_traceparent}<td>the W3C trace context of the request; only if there is one
 * </table>
 *
 * <p>Its value is a JSON object with {@code name}, {@code attributes}, {@code payloadType} and {@code schemaVersion} (both
 * or, if no schema of the attributes is known, neither), {@code deleted}, {@code expiresAt} (seconds since 1970, only if
 * the item names a moment to expire), {@code removableAt} (likewise, only if a policy gave it one), {@code audit} and
 * {@code origin}. Inside {@code attributes}, an object with the one
 * field {@code $binary} stands for bytes in Base64; an attribute whose own name begins with {@code $} has that character
 * doubled.
 *
 * <p>Readers ignore headers and fields they do not know. Meaning never changes under a type: a new meaning gets a new one.
 *
 * <p>Immutable; any number of threads may share it.
 */
public final class ChangeWire {

    private static final ChangeWire JSON = new ChangeWire();

    private ChangeWire() {}

    /** The format with a JSON body, the only one there is. */
    public static ChangeWire json() {
        return JSON;
    }

    /** Returns the record that carries the change of a module's item to the topic; its partition is left to Kafka. */
    public ProducerRecord<String, byte[]> write(String topic, ChangeRecord change, ModuleId module) {
        return EnvelopeWriter.write(requireNonNull(topic, "topic"), change, module, BodyWriter.write(change));
    }

    /**
     * Returns the change that the record carries, equal to the one that was written. Fails with
     * {@link UndecodableRecordException} when something is missing, unreadable, of another type or version of the format,
     * said twice and not the same, or beyond the limits of an item.
     */
    public ChangeRecord read(ConsumerRecord<String, byte[]> record) {
        try {
            Envelope envelope = EnvelopeReader.read(record);
            return envelope.around(BodyReader.read(envelope.body().toBytes()));
        } catch (BrokenRuleException broken) {
            throw new UndecodableRecordException(record.topic(), record.partition(), record.offset(), broken.rule());
        }
    }
}
