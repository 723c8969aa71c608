/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.PayloadSchema;
import dev.millrace.item.Stamp;
import dev.millrace.json.AttributesJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a body back. It looks at the text once, token by token, and passes over the fields it does not know. */
final class BodyReader {

    /** More than an item of DynamoDB can hold in one text, bytes in Base64 included. */
    private static final int LONGEST_TEXT = 1 << 20;

    /** More than a number of DynamoDB has in any notation: 38 digits, up to 130 zeros, sign, dot. */
    private static final int LONGEST_NUMBER = 200;

    /** More than the 31 levels of attributes, the body around them and an object for bytes inside. */
    private static final int DEEPEST = 40;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names are the users' own: there is no end of them, and a pool of strings never shrinks.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // JSON between systems is UTF-8; other encodings would only be other ways to fail.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .build())
            .build();

    private final JsonParser json;
    private @Nullable String name;
    private @Nullable Attributes attributes;
    private @Nullable String payloadType;
    private @Nullable Integer schemaVersion;
    private @Nullable Boolean deleted;
    private @Nullable Instant expiresAt;
    private @Nullable Instant removableAt;
    private @Nullable Stamp created;
    private @Nullable Stamp updated;
    private @Nullable String source;
    private @Nullable String requestId;

    private BodyReader(JsonParser json) {
        this.json = json;
    }

    static Body read(byte[] bytes) throws BrokenRuleException {
        try (JsonParser json = JSON.createParser(bytes)) {
            return new BodyReader(json).read();
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in reading from memory", impossible);
        }
    }

    private Body read() throws IOException, BrokenRuleException {
        try {
            readDocument();
            return toBody();
        } catch (InvalidValueException invalid) {
            throw new BrokenRuleException("the body's " + invalid.what(), invalid.rule());
        } catch (JsonProcessingException broken) {
            // Not handed on: its message quotes what it could not read.
            throw new BrokenRuleException(
                    "the body",
                    "must be JSON within the limits of an item, is not at byte "
                            + json.currentLocation().getByteOffset());
        }
    }

    private void readDocument() throws IOException, BrokenRuleException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BrokenRuleException("the body", "must be an object");
        }
        readFields(this::readBodyField);
        if (json.nextToken() != null) {
            throw new BrokenRuleException("the body", "must end with its object");
        }
    }

    private Body toBody() throws BrokenRuleException {
        ItemContent content = new ItemContent(
                present(Body.NAME, name),
                present(Body.ATTRIBUTES, attributes),
                schema(),
                present(Body.DELETED, deleted),
                orNever(expiresAt));
        Audit audit = new Audit(present(Body.CREATED, created), present(Body.UPDATED, updated));
        return new Body(
                content,
                audit,
                orNever(removableAt),
                present(Body.SOURCE, source),
                present(Body.REQUEST_ID, requestId));
    }

    private static Instant orNever(@Nullable Instant moment) {
        return moment == null ? ItemContent.NEVER : moment;
    }

    private PayloadSchema schema() throws BrokenRuleException {
        return payloadType == null && schemaVersion == null
                ? PayloadSchema.NONE
                : PayloadSchema.of(
                        present(Body.PAYLOAD_TYPE, payloadType), present(Body.SCHEMA_VERSION, schemaVersion));
    }

    private void readBodyField(String field) throws IOException, BrokenRuleException {
        switch (field) {
            case Body.NAME -> name = once(field, name, readText(field));
            case Body.ATTRIBUTES -> attributes = once(field, attributes, AttributesJson.read(json));
            case Body.PAYLOAD_TYPE -> payloadType = once(field, payloadType, readText(field));
            case Body.SCHEMA_VERSION -> schemaVersion = once(field, schemaVersion, readInt(field));
            case Body.DELETED -> deleted = once(field, deleted, readFlag(field));
            case Body.EXPIRES_AT -> expiresAt = once(field, expiresAt, readSeconds(field));
            case Body.REMOVABLE_AT -> removableAt = once(field, removableAt, readSeconds(field));
            case Body.AUDIT -> readObject(field, this::readAuditField);
            case Body.ORIGIN -> readObject(field, this::readOriginField);
            default -> json.skipChildren();
        }
    }

    private void readAuditField(String field) throws IOException, BrokenRuleException {
        switch (field) {
            case Body.CREATED -> created = once(field, created, readStamp(field));
            case Body.UPDATED -> updated = once(field, updated, readStamp(field));
            default -> json.skipChildren();
        }
    }

    private void readOriginField(String field) throws IOException, BrokenRuleException {
        switch (field) {
            case Body.SOURCE -> source = once(field, source, readText(field));
            case Body.REQUEST_ID -> requestId = once(field, requestId, readText(field));
            default -> json.skipChildren();
        }
    }

    private Stamp readStamp(String field) throws IOException, BrokenRuleException {
        StampFields stamp = new StampFields();
        readObject(field, stamp::readField);
        return stamp.toStamp();
    }

    private void readObject(String field, FieldReader reader) throws IOException, BrokenRuleException {
        require(json.currentToken() == JsonToken.START_OBJECT, field, "must be an object");
        readFields(reader);
    }

    private void readFields(FieldReader reader) throws IOException, BrokenRuleException {
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            reader.read(field);
        }
    }

    private String readText(String field) throws IOException, BrokenRuleException {
        require(json.currentToken() == JsonToken.VALUE_STRING, field, "must be a text");
        return json.getText();
    }

    private Boolean readFlag(String field) throws BrokenRuleException {
        require(json.currentToken().isBoolean(), field, "must be true or false");
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private Integer readInt(String field) throws IOException, BrokenRuleException {
        requireWholeNumber(field);
        return json.getIntValue();
    }

    private Instant readSeconds(String field) throws IOException, BrokenRuleException {
        requireWholeNumber(field);
        try {
            return Instant.ofEpochSecond(json.getLongValue());
        } catch (DateTimeException outOfRange) {
            throw new BrokenRuleException("body field " + field, "must be a moment in seconds");
        }
    }

    private void requireWholeNumber(String field) throws BrokenRuleException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, field, "must be a whole number");
    }

    /** Two values under one name would let two readers see two different changes in one record. */
    private static <T> T once(String field, @Nullable T before, T value) throws BrokenRuleException {
        require(before == null, field, "must be there only once");
        return value;
    }

    private static <T> T present(String field, @Nullable T value) throws BrokenRuleException {
        if (value == null) {
            throw new BrokenRuleException("body field " + field, "must be there");
        }
        return value;
    }

    private static void require(boolean kept, String field, String must) throws BrokenRuleException {
        if (!kept) {
            throw new BrokenRuleException("body field " + field, must);
        }
    }

    /** What to do with a field; the parser is at its value. */
    private interface FieldReader {
        void read(String field) throws IOException, BrokenRuleException;
    }

    private final class StampFields {

        private @Nullable Instant at;
        private @Nullable String by;
        private @Nullable String ip;

        void readField(String field) throws IOException, BrokenRuleException {
            switch (field) {
                case Body.AT -> at = once(field, at, Moments.parse(field, readText(field)));
                case Body.BY -> by = once(field, by, readText(field));
                case Body.IP -> ip = once(field, ip, readText(field));
                default -> json.skipChildren();
            }
        }

        Stamp toStamp() throws BrokenRuleException {
            return new Stamp(present(Body.AT, at), present(Body.BY, by), present(Body.IP, ip));
        }
    }
}
