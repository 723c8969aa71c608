/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import org.springframework.http.HttpStatus;

/** A request that its caller may not make. */
final class AccessRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String reason;

    AccessRefusedException(HttpStatus status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    HttpStatus status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
