/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.transport.OpenSearchTransport;

/** A connection to OpenSearch. Holds a pool of connections and their threads until it is closed; one per process is enough. */
public final class OpenSearchConnection implements AutoCloseable {

    private final OpenSearchTransport transport;

    private OpenSearchConnection(OpenSearchTransport transport) {
        this.transport = transport;
    }

    /**
     * Returns a connection; sends nothing yet. Fails with {@link dev.millrace.StoreMisconfiguredException} when the trusted
     * certificates cannot be read.
     */
    public static OpenSearchConnection open(OpenSearchOptions options) {
        return new OpenSearchConnection(Transports.open(requireNonNull(options, "options")));
    }

    /** An index of items, as {@link DocumentProjection#items} shows them. */
    public SearchIndex index(IndexName name) {
        return index(name, DocumentProjection.items());
    }

    /**
     * An index of documents of the caller's; fails with {@link dev.millrace.item.InvalidValueException} when these lay hand
     * on the field {@code item}.
     */
    public SearchIndex index(IndexName name, DocumentProjection documents) {
        return new SearchIndex(new OpenSearchAsyncClient(transport), name, documents);
    }

    /** Closes the connections; requests under way fail. Does nothing the second time. */
    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the connection to OpenSearch did not close", e);
        }
    }
}
