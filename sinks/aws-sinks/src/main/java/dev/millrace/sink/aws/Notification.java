/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.MillraceException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message about a command. It names the item and holds nothing of what is in it.
 *
 * @param action what it is about, {@value #COMMAND_STATUS} or {@value #ALARM}; subscribers filter by it
 * @param id what led to it: the request's id, or the item
 * @param table where the item is
 * @param pk the partition key
 * @param sk the sort key with the version
 * @param tenantCode whose item it is
 * @param content what there is to say
 */
public record Notification(
        String action, String id, String table, String pk, String sk, String tenantCode, Map<String, String> content) {

    /** The action of messages that say how far a command is. */
    public static final String COMMAND_STATUS = "command-status";

    /** The action of messages that say that a command cannot be carried further. */
    public static final String ALARM = "sfn-alarm";

    /** The status of a command that has reached a read model, which is the last one it has. */
    public static final String FINISHED = "finish:FINISHED";

    private static final JsonFactory JSON = new JsonFactory();

    /** Refuses null. */
    public Notification {
        requireNonNull(action, "action");
        requireNonNull(id, "id");
        requireNonNull(table, "table");
        requireNonNull(pk, "pk");
        requireNonNull(sk, "sk");
        requireNonNull(tenantCode, "tenantCode");
        content = Map.copyOf(content);
    }

    /** Says that the change has arrived, with status {@value #FINISHED}. */
    public static Notification finished(ChangeRecord change, ModuleId module) {
        String table = module.commandTable();
        String requestId = change.origin().requestId();
        String id = requestId.isEmpty() ? "%s#%s#%s".formatted(table, pk(change), sk(change)) : requestId;
        return about(
                change,
                COMMAND_STATUS,
                id,
                table,
                Map.of("status", FINISHED, "source", change.origin().source()));
    }

    /** Says that the sink can never take the change. The cause's message is told only if it is Millrace's own. */
    public static Notification alarm(ChangeRecord change, ModuleId module, SinkName sink, Throwable cause) {
        String id = "%s#%s".formatted(pk(change), sk(change));
        String message = cause instanceof MillraceException own
                ? own.getMessage()
                : cause.getClass().getName();
        String execution = sink + "/" + change.commandId().text();
        return about(change, ALARM, id, module.module(), Map.of("errorMessage", message, "sfnId", execution));
    }

    private static Notification about(
            ChangeRecord change, String action, String id, String table, Map<String, String> content) {
        String tenant = change.key().tenant().code();
        return new Notification(action, id, table, pk(change), sk(change), tenant, content);
    }

    private static String pk(ChangeRecord change) {
        return change.key().partition().text();
    }

    private static String sk(ChangeRecord change) {
        return change.key().sort().at(change.version()).text();
    }

    /** The message as it travels: a JSON object with these fields. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("action", action);
            json.writeStringField("id", id);
            json.writeStringField("table", table);
            json.writeStringField("pk", pk);
            json.writeStringField("sk", sk);
            json.writeStringField("tenantCode", tenantCode);
            json.writeObjectFieldStart("content");
            for (Map.Entry<String, String> entry : new TreeMap<>(content).entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("no file is involved in writing to memory", impossible);
        }
        return text.toString();
    }
}
