/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.MillraceException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.item.Version;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

/** Answers the failures of Millrace as problems (RFC 9457). */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    ProblemAdvice() {}

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(MillraceException failure, ServerWebExchange exchange) {
        boolean precondition = ETags.hasPrecondition(exchange.getRequest().getHeaders());
        Problem problem = Problem.of(failure, precondition);
        ProblemDetail detail = detail(problem);
        HttpHeaders headers = headers(problem.status());
        if (failure instanceof VersionConflictException conflict && !Problem.isExistence(conflict)) {
            detail.setProperty("reachedVersion", conflict.actual().value());
        } else if (failure instanceof UnknownVersionException unknown) {
            addCurrentVersion(unknown.actual(), detail, headers);
        } else if (failure instanceof OutcomeUnknownException unknown) {
            detail.setProperty("commandId", unknown.commandId().text());
        }
        if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
            log.error("request {} failed: {}", exchange.getRequest().getId(), failure.getMessage());
        }
        return ResponseEntity.status(problem.status()).headers(headers).body(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(AccessRefusedException refusal) {
        Problem problem = Problem.refused(refusal.status(), refusal.reason());
        return ResponseEntity.status(problem.status())
                .headers(headers(problem.status()))
                .body(detail(problem));
    }

    private static ProblemDetail detail(Problem problem) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(problem.status(), problem.detail());
        detail.setType(URI.create("urn:millrace:problem:" + problem.type()));
        detail.setTitle(problem.title());
        return detail;
    }

    private static HttpHeaders headers(HttpStatus status) {
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        } else if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return headers;
    }

    private static void addCurrentVersion(Version actual, ProblemDetail detail, HttpHeaders headers) {
        detail.setProperty("currentVersion", actual.value());
        if (!actual.equals(Version.NONE)) {
            headers.setETag(ETags.of(actual));
        }
    }
}
