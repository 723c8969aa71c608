/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A node that has no time for one document: that document's lines do not reach it, and in its answer stands a 429 where
 * that document's answer would be. A node under pressure answers so, but cannot be made to for one document of a thousand.
 */
record RejectingNode(Relay.Answering node, String id) implements Relay.Answering {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REJECTION =
            """
            {"index": {"_index": "i", "_id": "%s", "status": 429, "error":
            {"type": "rejected_execution_exception", "reason": "too busy"}}}""";

    @Override
    public Relay.Answer answer(Relay.Request request) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(request.body().lines().toList());
        int at = request.isBulk() ? position(lines) : -1;
        if (at < 0) {
            return node.answer(request);
        }
        lines.subList(2 * at, 2 * at + 2).clear();
        String others = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        Relay.Answer answer =
                node.answer(new Relay.Request(request.method(), request.path(), request.authorization(), others));
        return new Relay.Answer(answer.status(), withRejection(answer.body(), at));
    }

    private int position(List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i += 2) {
            if (JSON.readTree(lines.get(i)).at("/index/_id").asText().equals(id)) {
                return i / 2;
            }
        }
        return -1;
    }

    private String withRejection(String answer, int at) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(answer);
        JsonNode rejection = JSON.readTree(REJECTION.formatted(id));
        ((ArrayNode) root.get("items")).insert(at, rejection);
        return root.put("errors", true).toString();
    }
}
