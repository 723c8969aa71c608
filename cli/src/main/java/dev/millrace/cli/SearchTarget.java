/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli;

import dev.millrace.item.ModuleId;
import dev.millrace.sink.opensearch.IndexName;
import dev.millrace.sink.opensearch.OpenSearchConnection;
import dev.millrace.sink.opensearch.OpenSearchOptions;
import dev.millrace.sink.opensearch.SearchIndex;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which OpenSearch, and the index of a module there. */
final class SearchTarget {

    @Option(
            names = "--opensearch",
            paramLabel = "URI",
            description = "OpenSearch (OPENSEARCH_ENDPOINT; default: http://localhost:9200).")
    private @Nullable URI endpoint;

    OpenSearchConnection connect() {
        OpenSearchOptions options = OpenSearchOptions.fromEnvironment();
        return OpenSearchConnection.open(endpoint == null ? options : options.withEndpoint(endpoint));
    }

    SearchIndex index(OpenSearchConnection connection, ModuleId module, int generation) {
        return connection.index(IndexName.of(module).withGeneration(generation));
    }
}
