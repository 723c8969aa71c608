/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;
import java.util.List;

/** What one request left behind, as a tree of spans. */
final class Trace {

    private Trace() {}

    /** All spans of the trace of the first request to that path; none if it has not ended. */
    static List<SpanData> of(String path, InMemorySpanExporter exporter) {
        Collection<SpanData> all = exporter.getFinishedSpanItems();
        return all.stream()
                .filter(span -> span.getKind() == SpanKind.SERVER
                        && span.getAttributes().asMap().containsValue(path))
                .map(SpanData::getTraceId)
                .findFirst()
                .map(trace -> all.stream()
                        .filter(span -> span.getTraceId().equals(trace))
                        .toList())
                .orElse(List.of());
    }

    /** Tells whether a span has that ancestor; Spring Security has spans of its own in between. */
    static boolean isWithin(List<SpanData> trace, SpanData span, SpanData ancestor) {
        return span.getParentSpanId().equals(ancestor.getSpanId())
                || trace.stream()
                        .filter(parent -> parent.getSpanId().equals(span.getParentSpanId()))
                        .anyMatch(parent -> isWithin(trace, parent, ancestor));
    }

    /** The one span of its kind. */
    static SpanData only(List<SpanData> trace, SpanKind kind) {
        List<SpanData> found =
                trace.stream().filter(span -> span.getKind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
