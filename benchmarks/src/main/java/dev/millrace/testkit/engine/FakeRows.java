/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Rows by table, partition and sort key, as encoded JSON; and the operations on them. For several threads. */
final class FakeRows {

    private static final String NOTHING = "{}";
    private static final String CHECK_FAILED = "ConditionalCheckFailed";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, NavigableMap<String, byte[]>> partitions = new ConcurrentHashMap<>();

    record Answer(int status, String body) {}

    Answer answer(String operation, InputStream body) throws IOException {
        JsonNode request = json.readTree(body);
        return switch (operation) {
            case "PutItem" -> put(request);
            case "GetItem" -> get(request);
            case "Query" -> query(request);
            case "TransactWriteItems" -> transact(request);
            default -> new Answer(400, error("ValidationException", "not played: " + operation));
        };
    }

    private synchronized Answer put(JsonNode put) throws IOException {
        byte[] present = refusing(put);
        if (present == null) {
            store(put);
            return new Answer(200, NOTHING);
        }
        ObjectNode refusal = failure("ConditionalCheckFailedException", "The conditional request failed");
        refusal.set("Item", json.readTree(present));
        return new Answer(400, json.writeValueAsString(refusal));
    }

    private synchronized Answer transact(JsonNode request) throws IOException {
        ArrayNode reasons = json.createArrayNode();
        boolean refused = false;
        for (JsonNode write : request.get("TransactItems")) {
            byte[] present = refusing(write.get("Put"));
            refused |= present != null;
            ObjectNode reason = reasons.addObject().put("Code", present == null ? "None" : CHECK_FAILED);
            if (present != null) {
                reason.set("Item", json.readTree(present));
            }
        }
        if (refused) {
            ObjectNode failure = failure("TransactionCanceledException", "Transaction cancelled");
            failure.set("CancellationReasons", reasons);
            return new Answer(400, json.writeValueAsString(failure));
        }
        for (JsonNode write : request.get("TransactItems")) {
            store(write.get("Put"));
        }
        return new Answer(200, NOTHING);
    }

    private Answer get(JsonNode get) throws IOException {
        byte[] row = partition(get.get("TableName").asText(), text(get.get("Key"), "pk"))
                .get(text(get.get("Key"), "sk"));
        return row == null ? new Answer(200, NOTHING) : new Answer(200, wrapped("Item", json.readTree(row)));
    }

    private Answer query(JsonNode query) throws IOException {
        JsonNode values = query.get("ExpressionAttributeValues");
        NavigableMap<String, byte[]> rows = partition(query.get("TableName").asText(), text(values, ":pk"))
                .subMap(text(values, ":from"), true, text(values, ":to"), true);
        ArrayNode items = json.createArrayNode();
        if (!rows.isEmpty()) {
            items.add(json.readTree(rows.lastEntry().getValue()));
        }
        return new Answer(200, wrapped("Items", items));
    }

    /** The row that keeps a put from happening; null if none does. */
    private byte @Nullable [] refusing(JsonNode put) throws IOException {
        byte[] present = partition(put).get(text(put.get("Item"), "sk"));
        if (present == null || !put.has("ConditionExpression")) {
            return null;
        }
        JsonNode newest = put.path("ExpressionAttributeValues").path(":version");
        boolean older = !newest.isMissingNode() && number(json.readTree(present).get("version")) < number(newest);
        return older ? null : present;
    }

    private void store(JsonNode put) throws IOException {
        JsonNode item = put.get("Item");
        partition(put).put(text(item, "sk"), json.writeValueAsBytes(item));
    }

    private NavigableMap<String, byte[]> partition(JsonNode put) {
        return partition(put.get("TableName").asText(), text(put.get("Item"), "pk"));
    }

    private NavigableMap<String, byte[]> partition(String table, String pk) {
        return partitions.computeIfAbsent(table + '/' + pk, name -> new ConcurrentSkipListMap<>());
    }

    private static String text(JsonNode item, String name) {
        return item.get(name).get("S").asText();
    }

    private static long number(JsonNode value) {
        return Long.parseLong(value.get("N").asText());
    }

    private String wrapped(String name, JsonNode value) throws IOException {
        return json.writeValueAsString(json.createObjectNode().set(name, value));
    }

    private String error(String type, String message) throws IOException {
        return json.writeValueAsString(failure(type, message));
    }

    private ObjectNode failure(String type, String message) {
        return json.createObjectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + type)
                .put("message", message);
    }
}
