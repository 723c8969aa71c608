/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.item.CommandId;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.extensions.DistributedTracingExtension;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.rw.CloudEventWriter;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Takes the attributes that the CloudEvents library finds in a record, and checks them against each other. */
final class EnvelopeReader implements CloudEventWriter<EnvelopeReader> {

    private final SpecVersion specVersion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String subject;
    private @Nullable String contentType;
    private @Nullable String tenant;
    private @Nullable String itemType;
    private @Nullable String itemVersion;
    private @Nullable String deleted;
    private @Nullable CloudEventData data;
    private String traceparent = "";

    private EnvelopeReader(SpecVersion specVersion) {
        this.specVersion = specVersion;
    }

    static Envelope read(ConsumerRecord<String, byte[]> record) throws BrokenRuleException {
        EnvelopeReader found = parse(record);
        found.requireKind();
        Envelope envelope = found.toEnvelope();
        found.requireAgreement(envelope.key(), record.key());
        return envelope;
    }

    private static EnvelopeReader parse(ConsumerRecord<String, byte[]> record) throws BrokenRuleException {
        requireHeaderValues(record);
        try {
            MessageReader message = KafkaMessageFactory.createReader(record);
            if (message.getEncoding() == Encoding.BINARY) {
                return message.read(EnvelopeReader::new);
            }
        } catch (CloudEventRWException unreadable) {
            // Not handed on: its message quotes what it could not read.
        }
        throw new BrokenRuleException("the record", "must be a CloudEvent in binary mode");
    }

    /** Kafka has headers without a value; the CloudEvents library does not expect them. */
    private static void requireHeaderValues(ConsumerRecord<?, ?> record) throws BrokenRuleException {
        for (Header header : record.headers()) {
            require(
                    header.value() != null || !isCloudEvents(header.key()),
                    "each CloudEvents header",
                    "must have a value");
        }
    }

    private static boolean isCloudEvents(String header) {
        return header.startsWith("ce_") || header.equals("content-type");
    }

    @Override
    public EnvelopeReader withContextAttribute(String name, String value) {
        switch (name) {
            case CloudEventV1.ID -> id = value;
            case CloudEventV1.SOURCE -> source = value;
            case CloudEventV1.TYPE -> type = value;
            case CloudEventV1.SUBJECT -> subject = value;
            case CloudEventV1.DATACONTENTTYPE -> contentType = value;
            case EnvelopeWriter.TENANT -> tenant = value;
            case EnvelopeWriter.ITEM_TYPE -> itemType = value;
            case EnvelopeWriter.ITEM_VERSION -> itemVersion = value;
            case EnvelopeWriter.DELETED -> deleted = value;
            case DistributedTracingExtension.TRACEPARENT -> traceparent = value;
            default -> {
                // Whoever knows it may read it.
            }
        }
        return this;
    }

    @Override
    public EnvelopeReader end(CloudEventData body) {
        data = body;
        return this;
    }

    @Override
    public EnvelopeReader end() {
        return this;
    }

    private void requireKind() throws BrokenRuleException {
        require(specVersion == SpecVersion.V1, "attribute specversion", "must be 1.0");
        requirePresent(CloudEventV1.SOURCE, source);
        require(EnvelopeWriter.TYPE.equals(type), "attribute type", "must be " + EnvelopeWriter.TYPE);
        require(
                EnvelopeWriter.CONTENT_TYPE.equals(contentType),
                "header content-type",
                "must be " + EnvelopeWriter.CONTENT_TYPE);
    }

    private Envelope toEnvelope() throws BrokenRuleException {
        return new Envelope(
                valid(CloudEventV1.ID, id, CommandId::new),
                valid(CloudEventV1.SUBJECT, subject, ItemKey::parse),
                valid(EnvelopeWriter.ITEM_VERSION, itemVersion, EnvelopeReader::version),
                valid(EnvelopeWriter.DELETED, deleted, EnvelopeReader::flag),
                traceparent,
                body());
    }

    private void requireAgreement(ItemKey key, @Nullable String recordKey) throws BrokenRuleException {
        require(key.id().equals(recordKey), "the record's key", "must be the subject");
        require(key.tenant().code().equals(tenant), "attribute tenant", "must be the subject's tenant");
        require(key.type().equals(itemType), "attribute itemtype", "must be the subject's type");
    }

    private CloudEventData body() throws BrokenRuleException {
        if (data == null) {
            throw new BrokenRuleException("the record", "must have a body");
        }
        return data;
    }

    private static Version version(String text) {
        Version version = Version.of(Long.parseLong(text));
        if (version.equals(Version.NONE)) {
            throw InvalidValueException.hidden("version", "must be at least 1");
        }
        return version;
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw InvalidValueException.hidden("flag", "must be true or false");
        }
        return text.equals("true");
    }

    private static <T> T valid(String attribute, @Nullable String text, Function<String, T> parser)
            throws BrokenRuleException {
        try {
            return parser.apply(requirePresent(attribute, text));
        } catch (InvalidValueException invalid) {
            throw new BrokenRuleException("attribute " + attribute, invalid.rule());
        } catch (NumberFormatException notANumber) {
            throw new BrokenRuleException("attribute " + attribute, "must be a whole number");
        }
    }

    private static String requirePresent(String attribute, @Nullable String value) throws BrokenRuleException {
        if (value == null || value.isEmpty()) {
            throw new BrokenRuleException("attribute " + attribute, "must be there");
        }
        return value;
    }

    private static void require(boolean kept, String what, String must) throws BrokenRuleException {
        if (!kept) {
            throw new BrokenRuleException(what, must);
        }
    }
}
