/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.item.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import reactor.core.publisher.Mono;

/** Makes templates, indexes and aliases. */
final class IndexAdmin {

    private static final int NOT_FOUND = 404;
    private static final int ERROR = 400;
    private static final String EXISTS = "resource_already_exists_exception";
    private static final Map<String, Object> LIVE = Map.of(
            "bool",
            Map.of(
                    "filter", Map.of("term", Map.of(Envelope.DELETED, false)),
                    "must_not", Map.of("range", Map.of(Envelope.EXPIRES_AT, Map.of("lte", "now")))));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenSearchGenericClient client;
    private final IndexName index;

    IndexAdmin(OpenSearchAsyncClient client, IndexName index) {
        this.client = new OpenSearchGenericClient(client._transport(), client._transportOptions());
        this.index = index;
    }

    /** The fields of the body are missing nodes where it has none. */
    private record Answer(int status, JsonNode body) {

        @Nullable
        String error() {
            JsonNode type = body.at("/error/type");
            return type.isTextual() ? type.textValue() : null;
        }
    }

    Mono<Void> create(IndexSettings settings, Map<String, Object> fields) {
        return put("/_index_template/" + index.name(), template(settings, fields))
                .then(createIndex())
                .then(promoteFirst());
    }

    private Map<String, Object> template(IndexSettings settings, Map<String, Object> fields) {
        Map<String, Object> mappings = Map.of("dynamic", false, "date_detection", false, "properties", fields);
        return Map.of(
                "index_patterns",
                List.of(index.pattern()),
                "template",
                Map.of("settings", settings.asMap(), "mappings", mappings));
    }

    private Mono<Void> createIndex() {
        Map<String, Object> alias = Map.of(index.writeAlias(), Map.of("is_write_index", true));
        return send("PUT", "/" + index.physical(), Map.of("aliases", alias))
                .flatMap(answer ->
                        EXISTS.equals(answer.error()) ? change(List.of(addWriteAlias())) : requireDone(answer));
    }

    private Map<String, Object> addWriteAlias() {
        return Map.of("add", Map.of("index", index.physical(), "alias", index.writeAlias(), "is_write_index", true));
    }

    private Mono<Void> promoteFirst() {
        return send("GET", "/_alias/" + index.name(), null)
                .flatMap(answer -> answer.status() == NOT_FOUND ? promote() : requireDone(answer));
    }

    /** What the sink wrote before shows to queries from the first one on. */
    Mono<Void> promote() {
        return send("POST", "/" + index.physical() + "/_refresh", null)
                .flatMap(this::requireDone)
                .then(moveAlias());
    }

    private Mono<Void> moveAlias() {
        return change(List.of(
                Map.of("remove", Map.of("index", index.pattern(), "alias", index.name(), "must_exist", false)),
                Map.of("add", Map.of("index", index.physical(), "alias", index.name(), "filter", LIVE))));
    }

    /** Emits the generations that are there, and whether queries use each. */
    Mono<SortedMap<Integer, Boolean>> generations() {
        return send("GET", "/" + index.pattern() + "/_alias", null)
                .flatMap(answer -> requireDone(answer).thenReturn(answer))
                .map(answer -> generations(answer.body()));
    }

    private SortedMap<Integer, Boolean> generations(JsonNode indexes) {
        SortedMap<Integer, Boolean> found = new TreeMap<>();
        indexes.properties().forEach(one -> index.generationOf(one.getKey())
                .ifPresent(number ->
                        found.put(number, one.getValue().path("aliases").has(index.name()))));
        return found;
    }

    /** Removes the index; there may be none. */
    Mono<Void> drop() {
        return send("DELETE", "/" + index.physical(), null)
                .flatMap(answer -> answer.status() == NOT_FOUND ? Mono.empty() : requireDone(answer));
    }

    private Mono<Void> change(List<Map<String, Object>> actions) {
        return send("POST", "/_aliases", Map.of("actions", actions)).flatMap(this::requireDone);
    }

    private Mono<Void> put(String path, Map<String, Object> body) {
        return send("PUT", path, body).flatMap(this::requireDone);
    }

    private Mono<Void> requireDone(Answer answer) {
        return answer.status() < ERROR
                ? Mono.empty()
                : Mono.error(Failures.of(index.name(), answer.status(), answer.error()));
    }

    private Mono<Answer> send(String method, String path, @Nullable Map<String, Object> body) {
        return Mono.defer(() -> Mono.fromFuture(client.executeAsync(request(method, path, body))))
                .map(IndexAdmin::read)
                .onErrorMap(failure -> Failures.of(index.name(), failure));
    }

    private static Request request(String method, String path, @Nullable Map<String, Object> body) {
        return Requests.create(method, path, List.of(), Map.of(), body == null ? null : json(body));
    }

    private static @Nullable Body json(Map<String, Object> body) {
        try {
            return Body.from(JSON.writeValueAsBytes(body), "application/json");
        } catch (JsonProcessingException e) {
            throw InvalidValueException.hidden("fields", "must be what JSON can hold");
        }
    }

    private static Answer read(Response response) {
        JsonNode nothing = MissingNode.getInstance();
        return new Answer(
                response.getStatus(),
                response.getBody().map(body -> tree(body.bodyAsString())).orElse(nothing));
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
