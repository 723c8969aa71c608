/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import org.springframework.http.HttpStatus;

/** A request that its caller may not make: what answers it says the status and the reason. */
public final class AccessRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String reason;

    /** Refuses a request with 401, 403, 428 or 503, for a reason that the caller is told. */
    public AccessRefusedException(HttpStatus status, String reason) {
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
