/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Attributes;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An item that a query found, at the version that the index holds.
 *
 * @param key which item
 * @param version which version of it
 * @param document what the projection made of it
 */
public record FoundItem(ItemKey key, Version version, Map<String, Object> document) {

    /** Refuses null, and lets nobody change the document. */
    public FoundItem {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
        document = Collections.unmodifiableMap(document);
    }

    /** The item's attributes, if {@link DocumentProjection#items} made the document; bytes come back as base64 text. */
    public Attributes attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String part : new String[] {ItemDocuments.ATTRIBUTES, ItemDocuments.UNINDEXED}) {
            if (document.get(part) instanceof Map<?, ?> values) {
                values.forEach((name, value) -> attributes.put((String) name, value));
            }
        }
        return Attributes.of(attributes);
    }

    /** Names the item, without what it holds. */
    @Override
    public String toString() {
        return "FoundItem[%s v%s]".formatted(key, version);
    }
}
