/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.opensearch.DocumentProjection;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** An index of OpenSearch. A {@link DocumentProjection} bean that is called like the sink says what documents hold. */
final class OpenSearchKind implements SinkKind {

    private final Map<String, DocumentProjection> projections;

    OpenSearchKind(Map<String, DocumentProjection> projections) {
        this.projections = Map.copyOf(projections);
    }

    @Override
    public String kind() {
        return "opensearch";
    }

    @Override
    public ChangeSink create(String name, DynamoModule module, SinkSettings settings) {
        KindSettings properties = new KindSettings(name, settings);
        String endpoint = properties.require("endpoint");
        return properties.read(() -> {
            int generation = Integer.parseInt(properties.get("generation", "1"));
            IndexName index = IndexName.of(module.id()).withGeneration(generation);
            OpenSearchConnection connection = OpenSearchConnection.open(options(endpoint, properties));
            DocumentProjection documents = projections.getOrDefault(name, DocumentProjection.items());
            return new OwnedSink(
                    SinkName.of(name), connection.index(index, documents).sink(), connection::close);
        });
    }

    private static OpenSearchOptions options(String endpoint, KindSettings properties) {
        OpenSearchOptions options = OpenSearchOptions.at(URI.create(endpoint))
                .withCredentials(properties.get("username", ""), properties.get("password", ""));
        String trusted = properties.get("ca-file", "");
        return trusted.isEmpty() ? options : options.withTrusted(Path.of(trusted));
    }
}
