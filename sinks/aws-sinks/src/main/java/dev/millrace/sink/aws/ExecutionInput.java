/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.json.AttributesJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What an execution is given: the change as a JSON object, its attributes as they are on the topic. */
final class ExecutionInput {

    /** What Step Functions takes, in bytes of UTF-8. */
    private static final int LARGEST = 262_144;

    private static final JsonFactory JSON = new JsonFactory();

    private ExecutionInput() {}

    /** Fails with {@link InvalidValueException} when it is more than Step Functions takes. */
    static String of(ModuleId module, ChangeRecord change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, module, change);
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        if (bytes.size() > LARGEST) {
            throw new InvalidValueException(
                    "input of an execution for " + change, bytes.size() + " bytes", "must be at most " + LARGEST);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, ModuleId module, ChangeRecord change) throws IOException {
        json.writeStartObject();
        json.writeStringField("module", module.module());
        json.writeStringField("table", module.commandTable());
        json.writeStringField("pk", change.key().partition().text());
        json.writeStringField("sk", change.key().sort().text());
        json.writeNumberField("version", change.version().value());
        json.writeStringField("tenantCode", change.key().tenant().code());
        json.writeStringField("commandId", change.commandId().text());
        json.writeStringField("requestId", change.origin().requestId());
        json.writeStringField("source", change.origin().source());
        json.writeStringField("name", change.state().content().name());
        json.writeBooleanField("deleted", change.state().content().deleted());
        json.writeFieldName("attributes");
        json.writeRawValue(
                new String(AttributesJson.write(change.state().content().attributes()), StandardCharsets.UTF_8));
        json.writeEndObject();
    }
}
