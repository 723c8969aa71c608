/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.sink.SinkOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch._types.ErrorCause;
import org.opensearch.client.opensearch._types.VersionType;
import org.opensearch.client.opensearch.core.BulkResponse;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;
import org.opensearch.client.opensearch.core.bulk.BulkResponseItem;

/** The changes of one call on their way: what is to be sent of them, and what became of each. For one thread at a time. */
final class Batch {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    /** What the line above a document has beside ids: names, versions, braces. */
    private static final int ACTION_BYTES = 200;

    private static final int LONGEST_ID = 512;

    private final SinkOutcome[] outcomes;
    private final List<Entry> entries;
    private final int maxRequestBytes;

    private Batch(int size, int maxRequestBytes) {
        this.outcomes = new SinkOutcome[size];
        this.entries = new ArrayList<>(size);
        this.maxRequestBytes = maxRequestBytes;
    }

    /** A change that can be sent. */
    record Entry(int position, BulkOperation operation, int bytes) {}

    /** Projects the changes; those that have no document that could be sent are refused by that. */
    static Batch of(List<ChangeRecord> changes, DocumentProjection documents, OpenSearchSinkOptions options) {
        Batch batch = new Batch(changes.size(), options.maxRequestBytes());
        Instant now = options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        for (int position = 0; position < changes.size(); position++) {
            batch.add(position, changes.get(position), documents, now);
        }
        return batch;
    }

    private void add(int position, ChangeRecord change, DocumentProjection documents, Instant now) {
        try {
            DocumentJson document = DocumentJson.of(Envelope.document(change, documents, now));
            int bytes = requireFits(document.size() + ACTION_BYTES + LONGEST_ID);
            entries.add(new Entry(position, index(change, document), bytes));
        } catch (RuntimeException failure) {
            outcomes[position] = SinkOutcome.refused(failure);
        }
    }

    private int requireFits(int bytes) {
        if (bytes > maxRequestBytes) {
            throw InvalidValueException.hidden(
                    "document", "must be at most %d bytes, is %d".formatted(maxRequestBytes, bytes));
        }
        return bytes;
    }

    private static BulkOperation index(ChangeRecord change, DocumentJson document) {
        return BulkOperation.of(operation -> operation.index(index -> index.id(DocumentId.of(change.key()))
                .routing(change.key().tenant().code())
                .version(change.version().value())
                .versionType(VersionType.External)
                .document(document)));
    }

    /** The entries in requests that are not too large. */
    List<List<Entry>> parts() {
        List<List<Entry>> parts = new ArrayList<>();
        List<Entry> part = new ArrayList<>();
        int bytes = 0;
        for (Entry entry : entries) {
            if (bytes + entry.bytes() > maxRequestBytes) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(entry);
            bytes += entry.bytes();
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /**
     * Notes what became of a part. Fails with {@link StoreMisconfiguredException} or {@link StoreUnavailableException} when
     * the answer concerns the index and not the documents.
     */
    void settle(List<Entry> part, BulkResponse answer, IndexName index) {
        List<BulkResponseItem> items = answer.items();
        if (items.size() != part.size()) {
            throw new StoreUnavailableException(
                    "%d answers to %d documents of index %s".formatted(items.size(), part.size(), index.name()), null);
        }
        for (int i = 0; i < part.size(); i++) {
            outcomes[part.get(i).position()] = outcome(items.get(i), index);
        }
    }

    private static SinkOutcome outcome(BulkResponseItem item, IndexName index) {
        return switch (item.status()) {
            case OK, CREATED -> SinkOutcome.applied();
            case CONFLICT -> SinkOutcome.stale();
            case BAD_REQUEST -> SinkOutcome.refused(refusal(item));
            default -> SinkOutcome.deferred(requirePassing(Failures.of(index.name(), item.status(), type(item))));
        };
    }

    /** What has to be mended is the index's fault, so that it fails the batch and not a change. */
    private static MillraceException requirePassing(MillraceException failure) {
        if (failure instanceof StoreMisconfiguredException) {
            throw failure;
        }
        return failure;
    }

    private static InvalidValueException refusal(BulkResponseItem item) {
        return InvalidValueException.hidden(
                "document", "was refused by OpenSearch: " + Failures.describe(item.status(), type(item)));
    }

    private static @Nullable String type(BulkResponseItem item) {
        ErrorCause error = item.error();
        return error == null ? null : error.type();
    }

    /** One outcome per change; to be called when all parts are settled. */
    List<SinkOutcome> outcomes() {
        return Arrays.asList(outcomes);
    }
}
