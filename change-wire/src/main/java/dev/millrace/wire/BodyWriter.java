/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.Audit;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.json.AttributesJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a change's body. */
final class BodyWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private BodyWriter() {}

    static byte[] write(ChangeRecord change) {
        Bytes bytes = new Bytes();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            write(json, change.state().content());
            writeRemovableAt(json, change.state());
            write(json, change.state().audit());
            write(json, change.origin());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return bytes.whole();
    }

    private static void write(JsonGenerator json, ItemContent content) throws IOException {
        json.writeStringField(Body.NAME, content.name());
        json.writeFieldName(Body.ATTRIBUTES);
        AttributesJson.write(json, content.attributes());
        if (!content.schema().isNone()) {
            json.writeStringField(Body.PAYLOAD_TYPE, content.schema().type());
            json.writeNumberField(Body.SCHEMA_VERSION, content.schema().version());
        }
        json.writeBooleanField(Body.DELETED, content.deleted());
        if (content.expires()) {
            json.writeNumberField(Body.EXPIRES_AT, content.expiresAt().getEpochSecond());
        }
    }

    /** Only where a policy gave the moment: one that the content names has been written. */
    private static void writeRemovableAt(JsonGenerator json, ItemState state) throws IOException {
        if (state.isRemovable() && !state.content().expires()) {
            json.writeNumberField(Body.REMOVABLE_AT, state.removableAt().getEpochSecond());
        }
    }

    private static void write(JsonGenerator json, Audit audit) throws IOException {
        json.writeObjectFieldStart(Body.AUDIT);
        write(json, Body.CREATED, audit.created());
        write(json, Body.UPDATED, audit.updated());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Stamp stamp) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField(Body.AT, Moments.text(stamp.at()));
        json.writeStringField(Body.BY, stamp.by());
        json.writeStringField(Body.IP, stamp.ip());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Origin origin) throws IOException {
        json.writeObjectFieldStart(Body.ORIGIN);
        json.writeStringField(Body.SOURCE, origin.source());
        json.writeStringField(Body.REQUEST_ID, origin.requestId());
        json.writeEndObject();
    }

    /** Grows to what it is given and hands that out as it is: most bodies arrive in one piece and are not copied again. */
    private static final class Bytes extends ByteArrayOutputStream {

        Bytes() {
            super(0);
        }

        byte[] whole() {
            return count == buf.length ? buf : toByteArray();
        }
    }
}
