/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A projection of a user's. */
record FunctionProjection(
        Map<String, ?> fields, Function<ChangeRecord, ? extends Map<String, ? extends @Nullable Object>> function)
        implements DocumentProjection {

    FunctionProjection {
        fields = Map.copyOf(fields);
        requireNonNull(function, "document");
    }

    @Override
    public Map<String, ? extends @Nullable Object> document(ChangeRecord change) {
        return function.apply(change);
    }
}
