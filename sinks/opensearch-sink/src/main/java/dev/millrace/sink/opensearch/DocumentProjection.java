/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.payload.Payloads;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of an item is searched, and how: a pure function from a change to a document, and the types of the document's
 * fields. Deletions are not shown to it: of a deleted item no content stays in the index.
 *
 * <p>Values are texts, numbers, booleans, {@link java.time.Instant}s, bytes, null, and lists and maps of these. The
 * top-level field {@code item} is the sink's own: identity, tenant, version, and whether the item is deleted.
 */
public interface DocumentProjection {

    /**
     * Returns the document; what this throws makes the change a dead letter. The top-level names must neither be {@code
     * item} nor begin with {@code item.}.
     */
    Map<String, ? extends @Nullable Object> document(ChangeRecord change);

    /**
     * The types of the fields, as in the {@code properties} of OpenSearch's mappings: a map from names to field
     * definitions. Fields that it does not name are kept and shown, but cannot be searched.
     */
    Map<String, ?> fields();

    /** The projection with those fields and that function. */
    static DocumentProjection of(
            Map<String, ?> fields, Function<ChangeRecord, ? extends Map<String, ? extends @Nullable Object>> document) {
        return new FunctionProjection(fields, document);
    }

    /** The projection of payloads of one class, which are read in their newest form whatever form they were written in. */
    static <T> DocumentProjection of(
            Map<String, ?> fields,
            Payloads payloads,
            Class<T> type,
            BiFunction<ChangeRecord, T, ? extends Map<String, ? extends @Nullable Object>> document) {
        requireNonNull(payloads, "payloads");
        requireNonNull(type, "type");
        requireNonNull(document, "document");
        return of(fields, change -> document.apply(change, payloads.read(change, type)));
    }

    /**
     * The projection for items of any kind: {@code name} as full text, {@code created} and {@code updated} with {@code at}
     * and {@code by}, {@code schema}, and the {@code attributes}, each of which can be found by its exact value under its
     * path, as {@code attributes.address.city}. No attribute gets a type, so none can contradict another's. Top-level
     * attributes that hold a text of more than 8,000 characters are kept in {@code unindexed} instead and cannot be
     * searched. Bytes become base64.
     */
    static DocumentProjection items() {
        return ItemDocuments.INSTANCE;
    }
}
