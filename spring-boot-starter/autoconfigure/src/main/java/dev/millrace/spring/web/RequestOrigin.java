/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.context.Origin;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Tells which request it is: its id, and the trace it is part of. */
final class RequestOrigin {

    static final String REQUEST_ID = "X-Request-Id";

    private static final List<String> ID_HEADERS = List.of("x-amz-cf-id", "x-amzn-trace-id", REQUEST_ID);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:;=/+@-]{1,128}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final String application;

    RequestOrigin(String application) {
        this.application = application;
    }

    /** The origin of commands that this request leads to. */
    Origin of(ServerHttpRequest request) {
        return new Origin(
                "[%s]:%s".formatted(application, request.getMethod().name()),
                requestId(request),
                legal(TRACEPARENT, request.getHeaders().getFirst("traceparent")));
    }

    /** The first id that somebody before us gave the request, if it is fit for a log line; else our server's own. */
    private static String requestId(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return ID_HEADERS.stream()
                .map(header -> legal(ID, headers.getFirst(header)))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(request::getId);
    }

    private static String legal(Pattern pattern, @Nullable String value) {
        return value != null && pattern.matcher(value).matches() ? value : "";
    }
}
