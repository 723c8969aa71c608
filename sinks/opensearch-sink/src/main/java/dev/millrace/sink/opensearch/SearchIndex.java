/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.ChangeSink;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import reactor.core.publisher.Mono;

/** One index: what makes it, what fills it, what asks it, and what clears it of deletions long past. */
public final class SearchIndex {

    /**
     * How long a deletion, or an expired item, stays in the index unless told otherwise: longer than any change can be under way. DynamoDB's
     * stream keeps a change for a day, Kafka for seven unless set otherwise, and its dead letters may be redriven later.
     */
    public static final Duration RETENTION = Duration.ofDays(30);

    private final IndexName name;
    private final DocumentProjection documents;
    private final Map<String, Object> fields;
    private final OpenSearchAsyncClient server;
    private final SearchClient client;
    private final IndexAdmin admin;
    private final Clock clock;

    SearchIndex(OpenSearchAsyncClient client, IndexName name, DocumentProjection documents) {
        this(client, name, documents, Clock.systemUTC());
    }

    SearchIndex(OpenSearchAsyncClient client, IndexName name, DocumentProjection documents, Clock clock) {
        this.name = requireNonNull(name, "name");
        this.documents = requireNonNull(documents, "documents");
        this.fields = Envelope.fields(documents);
        this.server = client;
        this.client = new SearchClient(client, name);
        this.admin = new IndexAdmin(client, name);
        this.clock = clock;
    }

    /** Its names. */
    public IndexName name() {
        return name;
    }

    /**
     * Puts the index template of all generations, creates the index if it is missing, and lets queries use it if no
     * generation is used by them yet. An index that exists keeps its settings and fields.
     *
     * <p>For development, and for a job that may; a sink and its queries need no right to do this. Nothing happens before
     * subscription, and doing it again is safe.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link dev.millrace.StoreUnavailableException}, or with
     *       {@link dev.millrace.StoreMisconfiguredException} when the user may not, and with {@link InvalidValueException}
     *       when OpenSearch does not understand the fields.
     *   <li><b>Cancelling</b> leaves any part of it done.
     * </ul>
     */
    public Mono<Void> create(IndexSettings settings) {
        requireNonNull(settings, "settings");
        return admin.create(settings, fields);
    }

    /** Lets queries use this generation instead of the one before, from one query to the next; else as {@link #create}. */
    public Mono<Void> promote() {
        return admin.promote();
    }

    /**
     * All generations of its name, to fill, compare, promote and drop them, each with this index's fields. What the sinks
     * have written shows to comparisons up to a refresh interval later.
     *
     * @param settings of indexes that it creates
     */
    public SinkGenerations generations(IndexSettings settings) {
        return new SearchGenerations(server, name, documents, requireNonNull(settings, "settings"));
    }

    /** The sink that fills it, with default options. */
    public ChangeSink sink() {
        return sink(OpenSearchSinkOptions.defaults());
    }

    /**
     * The sink that fills it: applied once the index holds the change, found by queries up to a refresh interval later. Its
     * {@link ChangeSink#appliedVersion} tells what queries find. It creates nothing; while the index is missing, batches
     * fail with {@link dev.millrace.StoreMisconfiguredException}, and a runner waits for it.
     */
    public ChangeSink sink(OpenSearchSinkOptions options) {
        return new OpenSearchSink(client, name, documents, requireNonNull(options, "options"));
    }

    /** Queries of it, each by a caller and of that caller's tenant. */
    public TenantSearch search() {
        return new TenantSearch(client, name, new DeclaredFields(fields));
    }

    /** Removes deletions and expired items that are older than {@link #RETENTION}; see {@link #purge(Duration)}. */
    public Mono<Long> purge() {
        return purge(RETENTION);
    }

    /**
     * Removes what is left of items whose deletion the sink wrote longer ago than that, and items that expired longer ago,
     * and emits how many it were. From then on nothing tells a late change of such an item from a new item, so keep more
     * than the longest time a change may be under way, dead letters included. An item that was created again under the key
     * of an expired one shows once that one is removed, with its next change.
     *
     * <p>Nothing happens before subscription. Works in rounds of 10,000 and passes over items that change meanwhile.
     *
     * <ul>
     *   <li><b>Fails</b> with {@link InvalidValueException} for a negative time, with
     *       {@link dev.millrace.StoreUnavailableException} and {@link dev.millrace.StoreMisconfiguredException} as
     *       {@link #create}; what was removed before stays so.
     *   <li><b>Cancelling</b> stops after the round under way.
     * </ul>
     */
    public Mono<Long> purge(Duration retention) {
        if (retention.isNegative()) {
            throw new InvalidValueException("retention", retention.toString(), "must not be negative");
        }
        return Mono.defer(() -> new Purge(client, name, clock.instant().minus(retention)).run());
    }
}
