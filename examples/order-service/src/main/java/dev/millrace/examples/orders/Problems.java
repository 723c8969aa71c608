/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers what Spring refuses as problems (RFC 9457), as the starter does with failures of Millrace. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    record InvalidField(String field, String rule) {}

    @Override
    protected Mono<ResponseEntity<Object>> handleWebExchangeBindException(
            WebExchangeBindException invalid, HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
        List<InvalidField> fields = invalid.getFieldErrors().stream()
                .map(error -> new InvalidField(error.getField(), String.valueOf(error.getDefaultMessage())))
                .toList();
        ProblemDetail problem = invalid.getBody();
        problem.setType(URI.create("urn:order-service:problem:invalid-order"));
        problem.setProperty("fields", fields);
        return handleExceptionInternal(invalid, problem, headers, status, exchange);
    }
}
